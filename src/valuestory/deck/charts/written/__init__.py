"""The model of a native chart written as PowerPoint has it: parts, XML and workbook."""
