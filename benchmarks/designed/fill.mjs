// Fill the designed file with one of the tools that are in JavaScript: `fill.mjs TOOL TEMPLATE OUT SLIDES`, values from stdin.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [tool, template, out, slides] = process.argv.slice(2);
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const load = createRequire(path.join(process.cwd(), "package.json"));

async function automizer() {
  const { default: Automizer, modify } = load("pptx-automizer");
  const presentation = new Automizer({
    templateDir: path.dirname(template),
    outputDir: path.dirname(out),
    removeExistingSlides: true,
    cleanup: true,
    verbosity: 0,
  })
    .loadRoot(path.basename(template))
    .load(path.basename(template), "designed");
  const texts = modify.replaceText(
    Object.entries(given.values).map(([replace, text]) => ({ replace, by: { text } })),
  );
  const names = Object.keys(given.chart.series);
  const chart = {
    series: names.map((label) => ({ label })),
    categories: given.chart.categories.map((label, at) => ({
      label,
      values: names.map((name) => given.chart.series[name][at]),
    })),
  };
  for (let number = 1; number <= Number(slides); number += 1) {
    presentation.addSlide("designed", number, (slide) => {
      for (const name of ["Title 1", "split", "Growth", "grown"]) slide.modifyElement(name, [texts]);
      slide.modifyElement("vs:trend", [
        modify.setChartData(chart),
        modify.setChartTitle(`How ${given.values.company} grew`),
      ]);
    });
  }
  await presentation.write(path.basename(out));
}

async function docxtemplater() {
  const Docxtemplater = load("docxtemplater");
  const PizZip = load("pizzip");
  const document = new Docxtemplater(new PizZip(fs.readFileSync(template)), {
    delimiters: { start: "{{", end: "}}" },
  });
  document.render(given.values);
  fs.writeFileSync(out, document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
}

await { "pptx-automizer": automizer, docxtemplater }[tool]();
