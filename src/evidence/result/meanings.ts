/** What each code says, in a sentence: the descriptions of the published schema. docs/causes.md adds what to do. */
import type { CauseCode } from './causes.ts';
import type { OwnRemarkCode } from './remarks.ts';

export const CAUSE_MEANINGS: Readonly<Record<CauseCode, string>> = {
  'over-limit':
    'A figure is beyond its limit, and chance is ruled out at 99 %, or each of two measurements was far beyond it.',
  regressed: 'A figure is worse than before by more than its tolerance, and chance is ruled out at 99 %.',
  degraded:
    'A figure got worse during the load by more than its trend limit, and chance is ruled out at 99 %.',
  'breaks-at-once':
    'In a search for the breaking point, a limit was missed twice even at the lowest load: there is no capacity to report.',
  'server-over-limit': 'A server-side series was beyond its limit for two or more readings in a row.',
  'server-drifted':
    'A server-side series grew during the load by more than its allowed drift, and chance is ruled out at 99 %.',
  'server-regressed':
    'The mean of a server-side series is higher than before by more than its tolerance, and chance is ruled out at 99 %.',
  'error-floor':
    'So many requests failed that the run fails whatever the gate allows: at least 5 %, and 5 percentage points above the reference. Stages with their own error limit (exempt) are judged by that limit instead.',
  'error-surge':
    "In two consecutive blocks the target's error rate was at least 20 percentage points above the base's.",
  'target-lost': 'The target became unreachable under load.',
  'not-recovered':
    'After the spike or the fault, the service had not recovered by the end of the measurement.',
  'turned-away':
    "A rate limiter, a login page or a bot challenge answered 1 % or more of the target's requests, and fewer than 0.1 % of the base's.",
  silence:
    'No request succeeded for a stretch of the run, although at the usual rate many would have: an outage.',

  intercepted:
    'A rate limiter, a login page or a bot challenge answered 1 % or more of the requests in place of the service.',
  'rate-limited': 'A rate limiter rejected nearly all requests, so the run was stopped.',
  'generator-late': 'The load generator was late, and that could have affected the result.',
  'shards-apart':
    'The shards did not load the target at the same time: they overlapped for less than 95 % of the load, or one broke off.',
  unaccounted: 'Some requests are missing from the counts, which is a bug in Tailgate.',
  cancelled: 'The run was cancelled before it could be judged.',
  'login-lost': 'The service stopped accepting the login under load.',
  'login-limited': 'A rate limiter answered when the login was renewed under load.',
  'login-broken':
    'When the login was renewed under load, the environment answered with a server error (5xx) or not at all.',
  'fault-failed': 'The command that injects the fault, or the one that reverts it, failed.',
  'base-lost': 'The base became unreachable under load.',
  'silence-of-both':
    'For a stretch of the run no request to the target succeeded, and for another stretch none to the base.',
  'base-often-silent':
    'For a tenth of its load or more, no request to the base succeeded, so anything compared with it would look fine.',
  'base-broken':
    "At least 5 % of the base's requests failed, 5 percentage points more than the target's, so nothing can be compared.",

  'no-target': 'No environment was found to measure.',
  'refused-target': 'The environment that was found may not be loaded, or its URL is unusable.',
  'wrong-commit':
    'The target serves a different commit from the one under test, or was replaced during the run.',
  'no-commit': 'The target responds at target.identity.path, but the response contains no commit.',
  'merge-commit': "The target serves the pull request's merge commit instead of its head.",
  'unknown-commit': "After the load, the target's commit could not be read again.",
  'not-ready': 'The environment was not ready in time.',
  'http2-only': 'The environment speaks HTTP/2 only; the load is sent over HTTP/1.1.',
  'limited-at-start': 'A rate limiter answered the readiness check or the login before the load started.',
  'service-broken':
    'Before the load started, the environment answered with server errors (5xx), or did not answer the login at all.',
  'login-failed': 'The login failed before the load started.',
  'setup-failed': 'A request in scenario.setup failed before the load started.',
  'generator-exhausted':
    'The machine that generates the load could open no more connections: file descriptors or local ports were used up.',
  'generator-result':
    'Your own load generator failed, did not finish in time, or left no result that can be judged.',
  'generator-hung': 'A worker thread of the load generator hung, so the run was stopped.',
  'shards-missing': 'Not all shards were there at the start, or not all left a file to merge.',
  'shards-refused':
    "The shards' files can't be merged: they belong to different loads, are damaged, or are not from Tailgate.",
  tls: "The server's certificate can't be trusted, or TLS failed.",
  dns: "The host name can't be resolved.",

  'no-requests': 'No request was sent.',
  unanswered: 'Requests with these names got no response.',
  'never-reached': 'Flow steps with these names were never sent, because a step before them always failed.',
  'not-asked': "Requests with these names were never sent: their turn in the mix didn't come.",
  'stages-missing': 'A cap ended the load before these stages had been measured in full.',
  'failing-alike': "These requests fail every time on both sides, so they can't be compared.",
  'few-errors': 'Many requests failed, but too few were sent to rule out chance.',
  'errors-in-one-round':
    'Many requests failed, but no more than one round has clearly more errors than the base.',
  'base-not-measured': 'Nothing was measured on the base.',
  'too-few-passes':
    'A load of several stages is compared pass by pass, and too few complete passes were measured on each side.',
  'baseline-missing': "The baseline file doesn't exist.",
  'history-unreadable': 'The history could not be read.',
  'conditions-differ':
    'The baseline was measured under different conditions, so its figures are not compared.',
  'slowed-within':
    "The service slowed down during the run while requests were writing, by at least the tolerance of a regression that this leaves open, so a stored figure can't be compared with it.",
  'capacity-beyond':
    'A search only found a lower bound of the capacity, which settles neither its limit nor its comparison.',
  'too-few-searches': 'With a base, too few searches on each side found a capacity to compare.',
  'limit-undecided': 'A figure is beyond its limit, but chance is not ruled out.',
  'trend-undecided':
    'It is undecided whether a figure gets worse during the load by more than its trend limit.',
  'too-short-for-trend': 'The load has too few windows with enough responses to show a trend.',
  'server-no-readings': 'There are too few readings of a server-side series to check its bounds.',
  'server-not-compared':
    "The mean of a server-side series can't be compared: it, or what to compare it with, is unknown.",
  'server-drift-undecided':
    'It is undecided whether a server-side series grows by more than its allowed drift.',
  'server-too-short': 'The load has too few windows with readings to show a trend in a server-side series.',
  'no-figure': 'There is no figure to compare with the limit.',
  'too-few-responses':
    "A percentile has too few responses behind it to pass, and they don't show that it fails.",
  'too-few-responses-a-side':
    'In an interleaved run, a percentile has too few responses on one side to pass, and its gate has not failed.',
  'nothing-to-compare': 'The run does not have this figure, so it is not compared.',
  'no-spread': 'The run is too short, or too uneven, to show how much the figure varies.',
  'missing-figure': "The baseline doesn't include this figure.",
  'error-rates-differ':
    "The error rates differ by more than 1 percentage point, so being faster alone doesn't pass.",
  'base-fails': 'This request fails so often on the base that its speed is not compared.',
  'nothing-seen': 'No block has the figure on the named sides.',
  'too-few-runs': 'The history has too few comparable runs.',
  'advises-only': 'The history is long enough to warn, but too short to gate.',
  'passes-undecided':
    "A figure seems worse than the base's by more than its tolerance, but so few passes or searches can't tell that from chance.",
  'may-be-chance': "A figure is worse by more than its tolerance, but within the history's own variation.",
  undecided: 'These gates were still undecided when the whole budget of blocks was used up.',
  interim: 'The run is still measuring; no final result has this cause.',
  'nothing-judged': 'The gate had nothing to judge.',
};

export const REMARK_MEANINGS: Readonly<Record<OwnRemarkCode, string>> = {
  'no-baseline': 'A regression is gated, but there is nothing to compare with.',
  'floor-reached': 'So many requests failed that the run fails whatever the gate allows.',
  'none-shown': 'No regression was detected, which is not the same as ruled out.',
  'history-advises': 'The history is too short to gate, so this regression only warns.',
  'improvement-doubted':
    'The figure is not reported as improved, because requests failed and the baseline has no error rate.',
  'open-after': 'The gate was still undecided after these blocks.',
  'open-beyond':
    'The whole interval is beyond the tolerance, but a fail takes at least 99 %, and the interval covers 95 %.',
  'worse-within': 'The figure got worse, but by less than its tolerance.',
  'later-blocks-worse': 'The gate passed, but later blocks put the estimate beyond the tolerance.',

  'nothing-compared': 'Regressions are gated, but there is nothing to compare with: only limits decide.',
  'condition-differs':
    'The baseline was measured under a slightly different condition; it was compared anyway.',
  'baseline-unclear': 'Something in the baseline could not be read, or leaves one of its figures ambiguous.',
  'runs-left-out': 'Runs in the history that were measured under different conditions are left out.',
  'other-machines':
    'The history was measured on several machines: only runs on this one were used for the comparison.',
  'runs-unsettled':
    'The newest runs in the history differ from those before, and are left out until more runs confirm the change.',
  'record-skipped': 'A record of the history could not be read.',
  'regressed-warns': 'A figure has regressed, and the gate only warns about it.',
  degrading: 'A figure got worse during the load, and chance is ruled out at 99 %, but nothing gates it.',
  'probe-failed':
    "A server-side probe could not be read, at least some of the time; this doesn't affect the load.",
  'server-peak':
    'A single reading of a server-side series was beyond its limit, but not the ones next to it: two in a row would fail.',
  capped:
    'max-duration, max-requests or the last row of a table (take: once) ended the load before everything was measured; the verdict covers what was measured.',
  'capacity-at-least':
    "A search did not reach the service's limit: the end of the range, the load generator or a rate limiter came first.",
  'search-not-recovered':
    'After a search step that overloaded it, the service did not recover within 15 s at a low load, so the search was ended.',
  'lost-in-search': 'The target became unreachable during a search step, so the search was ended.',
  'few-intercepted': 'Less than 1 % of the requests were answered by something in front of the service.',
  resent: 'Requests were sent again, because the service had closed their connection.',
  'login-renewed':
    'The session expired under load, and the login was renewed. Nothing was sent in that time, and it counts in no figure.',
  'base-silent':
    'No request to the base succeeded for a stretch of the run, although at the usual rate many would have.',
  'errors-on-both': 'At least 5 % of the requests fail on the base, and the target is no worse.',
  'last-stage-slower': 'The last stage is slower than the first, although both have the same load.',
  stalls: "The target stalls in more blocks than the base, which typical rounds don't show.",
  saturated:
    'Requests queue for the service, so its latency depends on the number of connections, and a delay smaller than the queue would not show.',
  'hosts-differ': 'Target and base are not known to share a host, so a small difference is tolerated.',
  'stored-beside': "How the run compares with the stored baseline, which doesn't gate when there is a base.",
  'stored-not-compared': 'The stored baseline was not compared.',
  accepted: 'Somebody accepted the regressions for this commit.',
  'open-when-accepted': 'These gates were still undecided when the accepted run failed.',
  'not-acceptable': 'Somebody set the label, but only regressions can be accepted.',
  'acceptance-void': "Somebody set the label, but it doesn't count for this commit.",
  'changes-unread': 'Tailgate could not read what the pull request changed about its own gate.',
  unconfirmed: 'A fact about the target could not be confirmed after the load.',
  'generator-lagged': 'The load generator was late, but that affects nothing that was decided.',
  'shard-elsewhere':
    "One shard's median latency is twice the others', or half: it may reach the target by a different route.",
  'not-removed':
    'A request in scenario.cleanup failed after the load, so something that the run created may be left behind.',
  'same-commit': 'Base and target report the same commit.',
};
