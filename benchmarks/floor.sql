-- The floor: the sums of the fold by account and quarter, as a good engineer writes them for DuckDB alone in an hour.
-- The quarters are 2023Q3 to 2026Q2; the unknown account is ''. Keep it as fast as you can make it.

CREATE TEMP MACRO quarter_of(instant) AS year(instant) * 4 + quarter(instant) - 1;
-- Fourteen days, cut at the ends of quarters: what happens within 14 days and the quarter lies in this part or the next.
CREATE TEMP MACRO part_of(instant) AS quarter_of(instant) * 10000 + epoch_us(instant) // 1209600000000;
CREATE TEMP MACRO minutes_between(start_at, end_at) AS (epoch(end_at) - epoch(start_at)) / 60;

CREATE TEMP TABLE folded AS
WITH quarters AS (
    SELECT
        8094 + range AS period,
        TIMESTAMP '2023-07-01' + to_months((3 * range)::INT) AS begins_at,
        TIMESTAMP '2023-07-01' + to_months((3 * range + 3)::INT) AS ends_at,
        CASE WHEN range >= 3 THEN TIMESTAMP '2023-07-01' + to_months((3 * range - 9)::INT) END AS year_at
    FROM range(12)
),
alive AS (
    SELECT
        account_id,
        period,
        start_at < ends_at AND coalesce(churned_at > greatest(start_at, begins_at), true) AS live,
        start_at <= begins_at AND coalesce(churned_at > begins_at, true) AS opening,
        start_at <= ends_at AND coalesce(churned_at > ends_at, true) AS closing,
        coalesce(start_at <= year_at AND coalesce(churned_at > year_at, true), false) AS before
    FROM accounts, quarters
),
alive_in AS (
    SELECT
        account_id,
        period,
        live::INT AS live_accounts,
        opening::INT AS opening_accounts,
        (opening AND closing)::INT AS kept_accounts,
        before::INT AS opening_accounts_year,
        (before AND closing)::INT AS kept_accounts_year
    FROM alive
),
arr AS (
    SELECT
        account_id,
        period,
        sum(arr_amount) FILTER (start_on <= begins_at AND coalesce(end_on > begins_at, true)) AS opening_arr,
        sum(arr_amount) FILTER (start_on <= ends_at AND coalesce(end_on > ends_at, true)) AS closing_arr,
        sum(arr_amount) FILTER (start_on <= year_at AND coalesce(end_on > year_at, true)) AS opening_arr_year
    FROM subscriptions, quarters
    WHERE start_on <= ends_at AND coalesce(end_on > coalesce(year_at, begins_at), true)
    GROUP BY ALL
),
asked AS MATERIALIZED (
    SELECT account_id, part_of(opened_at) AS part, min(opened_at) AS first_at, max(opened_at) AS last_at
    FROM cases
    WHERE account_id IS NOT NULL
    GROUP BY ALL
),
by_quarters AS MATERIALIZED (
    SELECT
        coalesce(account_id, '') AS account_id,
        quarter_of(opened_at) AS opened,
        quarter_of(resolved_at) AS resolved,
        quarter_of(coalesce(happy_at, resolved_at)) AS happy,
        count(*) AS cases,
        count(resolved_at) AS cases_resolved,
        count(*) FILTER (resolved_at IS NOT NULL AND coalesce(reopens_count, 0) = 0) AS cases_accepted,
        sum(work_minutes) AS work_minutes,
        count(csat_score) AS csat_answers,
        count(*) FILTER (csat_score >= 4) AS csat_satisfied,
        count(*) FILTER (csat_score <= 2) AS csat_dissatisfied,
        sum(minutes_between(opened_at, resolved_at)) AS resolution_minutes,
        count(*) FILTER (resolved_at IS NOT NULL AND reopens_count > 0) AS cases_reopened,
        count(*) FILTER (resolved_at IS NOT NULL AND reopens_count IS NOT NULL) AS reopens_known,
        sum(work_minutes) FILTER (resolved_at IS NOT NULL) AS resolved_work_minutes,
        count(work_minutes) FILTER (resolved_at IS NOT NULL) AS resolved_work_known,
        sum(minutes_between(begun, ended)) AS smile_minutes,
        count(ended) AS smile_cases,
        sum(minutes_between(begun, opened_at)) FILTER (ended IS NOT NULL) AS smile_detect_minutes,
        sum(minutes_between(opened_at, answered)) AS smile_resolve_minutes,
        sum(minutes_between(answered, ended)) AS smile_confirm_minutes,
        count(happy_at) AS smile_confirmed
    FROM (
        SELECT
            *,
            least(coalesce(interrupted_at, opened_at), opened_at) AS begun,
            coalesce(happy_at, resolved_at) AS ended,
            least(coalesce(resolved_at, happy_at), coalesce(happy_at, resolved_at)) AS answered
        FROM cases
    )
    GROUP BY ALL
),
read AS (
    SELECT
        *,
        CASE WHEN is_consumed AND is_success IS NULL AND case_id IS NULL AND NOT coalesce(needs_followup, false)
            AND account_id IS NOT NULL THEN part_of(started_at) END AS part
    FROM article_sessions
),
sessions AS (
    SELECT
        coalesce(read.account_id, '') AS account_id,
        quarter_of(started_at) AS period,
        count(*) AS sessions,
        count(*) FILTER (is_consumed) AS sessions_delivered,
        count(*) FILTER (is_consumed AND is_success) AS sessions_confirmed,
        count(is_success) AS sessions_judged,
        count(*) FILTER (is_success) AS sessions_helped,
        count(case_id) AS sessions_with_case,
        count(*) FILTER (read.part IS NOT NULL AND NOT coalesce(here.last_at >= started_at, false)
            AND NOT coalesce(later.first_at <= started_at + INTERVAL 14 DAYS, false)) AS sessions_inferred
    FROM read
    LEFT JOIN asked AS here ON here.account_id = read.account_id AND here.part = read.part
    LEFT JOIN asked AS later ON later.account_id = read.account_id AND later.part = read.part + 1
    GROUP BY ALL
),
visited AS MATERIALIZED (
    SELECT
        account_id,
        epoch_us(started_at) // 1209600000000 AS fortnight,
        min(started_at) AS first_at,
        max(started_at) AS last_at
    FROM article_sessions
    WHERE account_id IS NOT NULL
    GROUP BY ALL
),
tried AS (
    SELECT
        cases.account_id,
        quarter_of(opened_at) AS period,
        count(*) AS cases_of_known,
        count(*) FILTER (coalesce(here.first_at <= opened_at, false)
            OR coalesce(before.last_at >= opened_at - INTERVAL 14 DAYS, false)) AS cases_after_visit
    FROM (SELECT *, epoch_us(opened_at) // 1209600000000 AS fortnight FROM cases WHERE account_id IS NOT NULL) AS cases
    LEFT JOIN visited AS here ON here.account_id = cases.account_id AND here.fortnight = cases.fortnight
    LEFT JOIN visited AS before ON before.account_id = cases.account_id AND before.fortnight = cases.fortnight - 1
    GROUP BY ALL
),
answers AS (
    SELECT
        coalesce(account_id, '') AS account_id,
        quarter_of(answered_at) AS period,
        count(*) FILTER (instrument = 'nps' AND score >= 0) AS nps_answers,
        count(*) FILTER (instrument = 'nps' AND score >= 9) AS nps_promoters,
        count(*) FILTER (instrument = 'nps' AND score <= 6) AS nps_detractors,
        count(score) FILTER (instrument = 'ces2') AS ces2_answers,
        sum(score) FILTER (instrument = 'ces2') AS ces2_sum,
        count(*) FILTER (instrument = 'ces2' AND score >= 5) AS ces2_easy,
        count(score) FILTER (instrument = 'ces1') AS ces1_answers,
        sum(score) FILTER (instrument = 'ces1') AS ces1_sum
    FROM surveys
    GROUP BY ALL
),
opened AS (
    SELECT
        account_id,
        opened AS period,
        sum(cases) AS cases,
        sum(cases_resolved) AS cases_resolved_later,
        sum(cases_accepted) AS cases_accepted,
        sum(work_minutes) AS work_minutes
    FROM by_quarters
    GROUP BY ALL
),
resolved AS (
    SELECT
        account_id,
        resolved AS period,
        sum(cases_resolved) AS cases_resolved,
        sum(csat_answers) AS csat_answers,
        sum(csat_satisfied) AS csat_satisfied,
        sum(csat_dissatisfied) AS csat_dissatisfied,
        sum(resolution_minutes) AS resolution_minutes,
        sum(cases_reopened) AS cases_reopened,
        sum(reopens_known) AS reopens_known,
        sum(resolved_work_minutes) AS resolved_work_minutes,
        sum(resolved_work_known) AS resolved_work_known
    FROM by_quarters
    GROUP BY ALL
),
happy AS (
    SELECT
        account_id,
        happy AS period,
        sum(smile_minutes) AS smile_minutes,
        sum(smile_cases) AS smile_cases,
        sum(smile_detect_minutes) AS smile_detect_minutes,
        sum(smile_resolve_minutes) AS smile_resolve_minutes,
        sum(smile_confirm_minutes) AS smile_confirm_minutes,
        sum(smile_confirmed) AS smile_confirmed
    FROM by_quarters
    GROUP BY ALL
)
SELECT account_id, period, coalesce(COLUMNS(* EXCLUDE (account_id, period)), 0)::DOUBLE
FROM (SELECT * FROM alive_in WHERE live_accounts + opening_accounts_year > 0)
FULL JOIN arr USING (account_id, period)
FULL JOIN opened USING (account_id, period)
FULL JOIN resolved USING (account_id, period)
FULL JOIN happy USING (account_id, period)
FULL JOIN sessions USING (account_id, period)
FULL JOIN tried USING (account_id, period)
FULL JOIN answers USING (account_id, period)
WHERE period BETWEEN 8094 AND 8105;

CREATE TEMP TABLE ledger AS
SELECT quarter_of(month_on) AS period, sum(amount) AS amount, count(DISTINCT month_on)::DOUBLE AS months
FROM costs
GROUP BY ALL;

SELECT
    folded.*,
    accounts.segment,
    accounts.region,
    coalesce(amount * work_minutes / sum(work_minutes) OVER (PARTITION BY period), 0) AS cost_amount,
    CASE WHEN account_id = '' THEN coalesce(months, 0) ELSE 0 END AS cost_months
FROM folded
LEFT JOIN ledger USING (period)
LEFT JOIN accounts USING (account_id)
ORDER BY period, account_id;
