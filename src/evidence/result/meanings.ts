/** What each code says, in a sentence: the descriptions of the published schema. docs/causes.md adds what to do. */
import type { CauseCode } from './causes.ts';
import type { OwnRemarkCode } from './remarks.ts';

export const CAUSE_MEANINGS: Readonly<Record<CauseCode, string>> = {
  'over-limit':
    'A figure is beyond its limit, and chance is ruled out at 99 %, or each of two measurements was far beyond it.',
  regressed: 'A figure is worse than before by more than its tolerance, and chance is ruled out at 99 %.',
  degraded:
    'Over the load a figure became worse by more than its trend may be, and chance is ruled out at 99 %.',
  'breaks-at-once':
    'In a search for the breaking point, a limit did not hold even at the least load, twice: there is no capacity.',
  'server-over-limit':
    "A series of the server's side was beyond its limit for two readings in a row or longer.",
  'server-drifted':
    "Over the load a series of the server's side grew by more than its drift may be, and chance is ruled out at 99 %.",
  'server-regressed':
    "The mean of a series of the server's side is higher than before by more than its tolerance, and chance is ruled out at 99 %.",
  'error-floor':
    'So many requests failed that the run fails whatever the gate declares: at least 5 %, and 5 percentage points above the reference. Stages with a limit of errors of their own (exempt) are held to that instead.',
  'error-surge':
    "In two consecutive blocks the target's error rate was at least 20 percentage points above the base's.",
  'target-lost': 'The target could no longer be reached while it was under load.',
  'not-recovered': 'After the spike, or the fault, the service was not as before within what was measured.',
  'turned-away':
    "A rate limiter, a login page or a bot challenge answered 1 % or more of the target's requests, and fewer than 0.1 % of the base's.",
  silence:
    'For a stretch of the run no request succeeded, though at the rate of the rest many would have: an outage.',

  intercepted:
    'A rate limiter, a login page or a bot challenge answered 1 % or more of the requests instead of the service.',
  'rate-limited': 'A rate limiter turned nearly all requests away, so the run was ended.',
  'generator-late': 'The load generator itself was late, and what was decided could be its doing.',
  'shards-apart':
    'The shards of the load were not all there at one time: together for less than 95 % of it, or one broke off.',
  unaccounted: 'Some requests are missing from the counts, which is a bug in Tailgate.',
  cancelled: 'The run was cancelled before it could be judged.',
  'login-lost': 'The service stopped accepting the login while it was under load.',
  'login-limited': 'A rate limiter answered when the login was made anew under load.',
  'login-broken':
    'When the login was made anew under load, the environment answered with a server error (5xx) or not at all.',
  'fault-failed': 'The command that makes the fault, or the one that undoes it, did not do what was ordered.',
  'base-lost': 'The base could no longer be reached while it was under load.',
  'silence-of-both':
    'For a stretch of the run no request to the target succeeded, and for another none to the base.',
  'base-often-silent':
    'For a tenth of its load or more no request to the base succeeded, so that whatever is held against it looks sound.',
  'base-broken':
    "At least 5 % of the base's requests failed, 5 percentage points more than the target's, so nothing can be compared.",

  'no-target': 'No environment was found to measure.',
  'refused-target': 'The environment that was found must not be loaded, or its URL is unusable.',
  'wrong-commit': 'The target serves another commit than the one under test, or was replaced during the run.',
  'no-commit': 'The target answers at target.identity.path, but the response names no commit.',
  'merge-commit': "The target serves the pull request's merge commit instead of its head.",
  'unknown-commit': 'Which commit the target serves could not be read again after the load.',
  'not-ready': 'The environment did not become ready in time.',
  'http2-only': 'The environment speaks HTTP/2 and no HTTP/1.1, over which the load is sent.',
  'limited-at-start': 'A rate limiter answered the readiness check or the login, before the load began.',
  'service-broken':
    'Before the load began, the environment answered with server errors (5xx), or did not answer the login at all.',
  'login-failed': 'The login failed before the load began.',
  'setup-failed': 'What scenario.setup asks before the load failed.',
  'generator-exhausted':
    'The machine that makes the load could open no more connections: file descriptors or local ports were used up.',
  'generator-result':
    'Your own load generator failed, did not end in time, or left no result that can be judged.',
  'generator-hung': 'A worker thread of the load generator stopped, so the run was ended.',
  'shards-missing': 'Not all shards of the load were there to begin, or not all left a file to merge.',
  'shards-refused':
    'The files of the shards cannot be merged: they are of different loads, damaged, or not from Tailgate.',
  tls: "The server's certificate can't be trusted, or TLS failed.",
  dns: "The host's name can't be resolved.",

  'no-requests': 'The load made no request at all.',
  unanswered: 'Requests with these names got no response.',
  'never-reached': 'Steps of flows with these names were never sent, since a step before them always failed.',
  'not-asked': 'Requests with these names had no turn in the mix.',
  'stages-missing': 'A cap ended the load before these stages were measured to their end.',
  'failing-alike': 'Requests fail every time on both sides, so nothing can be compared.',
  'few-errors': 'Many requests failed, but too few were made to rule out an accident.',
  'errors-in-one-round': 'Many requests failed, but at most one round has clearly more errors than the base.',
  'base-not-measured': 'Nothing was measured on the base.',
  'too-few-passes':
    'Of a load of several stages, too few whole passes were measured on each side to compare them.',
  'baseline-missing': "The baseline's file is not there.",
  'history-unreadable': 'The history could not be read.',
  'conditions-differ': 'The baseline was measured under other conditions, so its figures are not compared.',
  'slowed-within':
    'The service became slower over the run while requests wrote, by at least a tolerance where a regression is left open for it, so a stored figure is no measure for it.',
  'capacity-beyond':
    'A search found only that the capacity is at least so much, which decides neither its limit nor its comparison.',
  'too-few-searches': 'Beside a base, too few searches of each side found a capacity to compare the two.',
  'limit-undecided': 'A figure is beyond its limit, but chance is not ruled out.',
  'trend-undecided':
    'Whether a figure becomes worse over the load, by more than its trend may be, is neither shown nor ruled out.',
  'too-short-for-trend': 'The load has too few windows with enough responses to show a trend.',
  'server-no-readings':
    "There are too few readings of a series of the server's side to hold it to its bounds.",
  'server-not-compared':
    "The mean of a series of the server's side can't be compared: it, or what it is compared with, is not known.",
  'server-drift-undecided':
    "Whether a series of the server's side grows by more than its drift may be is neither shown nor ruled out.",
  'server-too-short':
    "The load has too few windows with readings to show which way a series of the server's side goes.",
  'no-figure': 'There is no figure to compare with the limit.',
  'too-few-responses': 'A percentile rests on too few responses to pass, and they do not show that it fails.',
  'too-few-responses-a-side':
    'A percentile rests on too few responses on one side of an interleaved run to pass, and its gate has not failed.',
  'nothing-to-compare': 'The run has no such figure, so it is not compared.',
  'no-spread': 'The run is too short, or too uneven, to show how much the figure varies.',
  'missing-figure': 'The baseline does not give this figure.',
  'error-rates-differ':
    "The error rates differ by more than 1 percentage point, so a better speed alone can't pass.",
  'base-fails': "So many of this request's calls fail on the base that its speed is not compared.",
  'nothing-seen': 'No block has the figure on the sides named.',
  'too-few-runs': 'The history holds too few comparable runs.',
  'advises-only': 'The history is long enough to advise, and too short to gate.',
  'passes-undecided':
    "A figure seems worse than the base's by more than its tolerance, and so few passes, or searches, can't tell that from chance.",
  'may-be-chance': "A figure is worse by more than its tolerance, but within the history's own variation.",
  undecided: 'The whole budget of blocks did not decide these gates.',
  interim: 'The run is still measuring; no final result has this cause.',
  'nothing-judged': 'The gate judged nothing at all.',
};

export const REMARK_MEANINGS: Readonly<Record<OwnRemarkCode, string>> = {
  'no-baseline': 'A regression is declared, but there is nothing to compare with.',
  'floor-reached': 'So many requests failed that the run fails whatever the gate declares.',
  'none-shown': 'No regression is shown, which is not the same as ruled out.',
  'history-advises': 'The history is too short to gate, so this regression only advises.',
  'improvement-doubted':
    'The figure is not called improved, because requests failed and the baseline gives no error rate.',
  'open-after': 'The gate was still undecided after these blocks.',
  'open-beyond':
    'The whole interval lies beyond the tolerance, but a fail takes 99 % or more, and the interval holds 95 %.',
  'worse-within': 'The figure is shown to be worse, by less than its tolerance.',
  'later-blocks-worse': 'The gate passed, and later blocks put the estimate beyond the tolerance.',

  'nothing-compared': 'Regressions are declared, and nothing is there to compare with: limits alone decide.',
  'condition-differs':
    'The baseline was measured under a slightly different condition; it was compared all the same.',
  'baseline-unclear':
    'The baseline says something that could not be read, or that leaves a figure of it open.',
  'runs-left-out': 'Runs of the history were measured under other conditions, and are left out.',
  'other-machines':
    'The history was measured now on one machine, now on another: only runs on this one were compared with.',
  'runs-unsettled':
    'The newest runs of the history differ from those before, and are left out until more show it.',
  'record-skipped': 'A record of the history could not be read.',
  'regressed-warns': 'A figure has regressed, and the gate only warns about it.',
  degrading: 'Over the load a figure became worse, chance is ruled out at 99 %, and nothing gates it.',
  'probe-failed':
    "A probe of the server's side could not be read, or not always; the load does not depend on it.",
  'server-peak':
    "A single reading of a series of the server's side was beyond its limit, and none beside it: it takes two in a row to fail.",
  capped:
    'max-duration, max-requests or the last row of a table (take: once) ended the load before everything was measured; the verdict is about what was seen.',
  'capacity-at-least':
    'A search found no end of what the service bears: the most that was tried, the load generator or a rate limiter came first.',
  'search-not-recovered':
    'After a step of a search that broke it, the service did not answer as before within 15 s at a low load, so the search was ended.',
  'lost-in-search': 'The target could no longer be reached in a step of a search, so the search was ended.',
  'few-intercepted':
    'Under 1 % of the requests were answered by somebody on the path instead of the service.',
  resent: 'Requests were sent once more, because the service had closed their connection.',
  'login-renewed':
    'The session expired under load and the login was made anew; nothing was sent meanwhile, and no figure counts that time.',
  'base-silent':
    'For a stretch of the run no request to the base succeeded, though at the rate of the rest many would have.',
  'errors-on-both': 'At least 5 % of the requests fail on the base, and the target is no worse.',
  'last-stage-slower': 'The last stage is slower than the first, which has the same load.',
  stalls: 'The target stalls in more blocks than the base, which typical rounds do not show.',
  saturated:
    'Requests queue for the service, so that its latency is set by the number of connections, and a delay beside the queue would not show.',
  'hosts-differ': 'Target and base are not known to share a host, so a small difference is allowed for.',
  'stored-beside': 'How the run compares with the stored baseline, which does not gate beside a base.',
  'stored-not-compared': 'The stored baseline was not compared.',
  accepted: 'Somebody accepted the regressions for this commit.',
  'open-when-accepted': 'These gates were still undecided when the accepted run failed.',
  'not-acceptable': 'Somebody set the label, but only regressions can be accepted.',
  'acceptance-void': 'Somebody set the label, but it does not count for this commit.',
  'changes-unread': 'What of the judgement the pull request changed could not be read.',
  unconfirmed: 'A fact about the target could not be confirmed after the load.',
  'generator-lagged': 'The load generator itself was late, and nothing that was decided hangs on it.',
  'shard-elsewhere':
    "One shard's median latency is twice the others', or half: it may have another way to the target.",
  'not-removed':
    'A request of scenario.cleanup failed after the load, so that something may be left of what the run created.',
  'same-commit': 'Base and target report the same commit.',
};
