-- The floor of the whole catalogue: after floor.sql (whose result is `accounts_by_quarter`) the sums by quarter and
-- segment, and how many days it took half of each life event's customers, the open ones censored (Kaplan and Meier).

CREATE TEMP TABLE sums AS
SELECT
    period,
    segment,
    GROUPING(segment) = 1 AS of_all,
    sum(COLUMNS(* EXCLUDE (account_id, period, segment, region)))
FROM accounts_by_quarter
GROUP BY GROUPING SETS ((period), (period, segment));

CREATE TEMP TABLE medians AS
WITH watched AS (
    SELECT
        event,
        quarter_of(started_at) AS period,
        coalesce(reached_at <= coalesce(churned_at, TIMESTAMP '2026-07-01'), false) AS reached,
        epoch_us(CASE WHEN reached_at <= least(coalesce(churned_at, TIMESTAMP '2026-07-01'), TIMESTAMP '2026-07-01')
            THEN reached_at
            ELSE least(coalesce(churned_at, TIMESTAMP '2026-07-01'), TIMESTAMP '2026-07-01') END)
            - epoch_us(started_at) AS microseconds
    FROM milestones
    LEFT JOIN accounts USING (account_id)
    WHERE started_at >= TIMESTAMP '2023-07-01' AND started_at < TIMESTAMP '2026-07-01'
),
steps AS (
    SELECT event, period, greatest(microseconds, 0) / 86400e6 AS days, count(*) FILTER (reached) AS ended, count(*) AS gone
    FROM watched
    GROUP BY ALL
),
left_over AS (
    SELECT *, sum(gone) OVER (PARTITION BY event, period ORDER BY days DESC) AS at_risk FROM steps
),
curve AS (
    SELECT *, exp(sum(CASE WHEN ended = at_risk THEN -1e9 ELSE ln(1 - ended / at_risk) END)
        OVER (PARTITION BY event, period ORDER BY days)) AS still
    FROM left_over
)
SELECT event, period, min(days) FILTER (still < 0.5) AS median_days FROM curve GROUP BY ALL;
