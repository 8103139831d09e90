/** Tables of what the load consisted of, and of the server's side under it: the rows are those of the comment. */
import type { Publication } from '../report.ts';
import { type FlowRow, flowNotes, flowRows } from '../view/flow-table.ts';
import { stepNote, stepRows, stepTitle } from '../view/search-table.ts';
import { changeTitle, serverNote, serverRows } from '../view/server-table.ts';
import { gatingNote, loadTitle, stageRows } from '../view/stage-table.ts';
import { wordsFor } from '../words/language.ts';
import { isStageNumber } from '../words/names.ts';
import { cellOfFigure, cellOfFinding } from './cells.ts';
import { type Content, el } from './escape-html.ts';
import { figureColumns, isBadRow, notesBelow, titleOver } from './figure-columns.ts';
import { htmlTable, type PageColumn } from './table.ts';

export function tableOfFlows(report: Publication): Content {
  const { titles } = wordsFor(report);
  const rows = flowRows(report);
  if (rows.length === 0) return null;
  return [
    htmlTable<FlowRow>(
      titles.sections.flows,
      [
        {
          title: titles.flowStep,
          align: 'left',
          cell: ({ method, name }) =>
            method === null ? el('strong', {}, name) : ['↳ ', name, el('small', {}, method)],
        },
        {
          title: titleOver(titles.share, titles.ofBegun),
          align: 'right',
          cell: ({ share }) => cellOfFigure(share),
        },
        { title: titles.walksRequests, align: 'right', cell: ({ requests }) => requests },
        { title: titles.notReached, align: 'right', cell: ({ notReached }) => cellOfFigure(notReached) },
        ...figureColumns<FlowRow>(report),
      ],
      rows,
      isBadRow,
    ),
    notesBelow(flowNotes(report)),
  ];
}

export function tableOfStages(report: Publication): Content {
  const { titles, nameStage } = wordsFor(report);
  const rows = stageRows(report).map((row) => ({ ...row, name: row.stage }));
  if (rows.length === 0) return null;
  return [
    htmlTable(
      titles.stage,
      [
        {
          title: titles.stage,
          align: 'left',
          cell: ({ stage }) => (isStageNumber(stage) ? nameStage(stage) : stage),
        },
        { title: loadTitle(report), align: 'right', cell: ({ load }) => load },
        { title: titles.requests, align: 'right', cell: ({ requests }) => requests },
        ...figureColumns<(typeof rows)[number]>(report),
      ],
      rows,
      isBadRow,
    ),
    notesBelow([gatingNote(report)]),
  ];
}

export function tableOfSteps(report: Publication): Content {
  const { titles } = wordsFor(report);
  const rows = stepRows(report);
  if (rows.length === 0) return null;
  return [
    htmlTable(
      titles.stage,
      [
        { title: stepTitle(report), align: 'right', cell: ({ load }) => load },
        { title: titles.rate, align: 'right', cell: ({ perSecond }) => perSecond },
        { title: 'P99', align: 'right', cell: ({ p99 }) => cellOfFigure(p99) },
        { title: titles.errors, align: 'right', cell: ({ errors }) => cellOfFigure(errors) },
        { title: titles.duration, align: 'right', cell: ({ seconds }) => seconds },
        { title: titles.finding, align: 'left', cell: ({ mark }) => cellOfFinding(mark) },
      ],
      rows,
      isBadRow,
    ),
    notesBelow([stepNote(report)]),
  ];
}

export function tableOfServer(report: Publication): Content {
  const words = wordsFor(report);
  const { titles } = words;
  const rows = serverRows(report);
  if (rows.length === 0) return null;
  type Row = (typeof rows)[number];
  const change = changeTitle(report);
  const compared: PageColumn<Row>[] =
    change === null ? [] : [{ title: change, align: 'right', cell: (row) => cellOfFigure(row.change) }];
  const judged: PageColumn<Row>[] = rows.some(({ mark }) => mark !== null)
    ? [
        { title: titles.limit, align: 'right', cell: ({ limit }) => cellOfFigure(limit) },
        { title: titles.finding, align: 'left', cell: ({ mark }) => cellOfFinding(mark) },
      ]
    : [];
  return [
    htmlTable<Row>(
      titles.sections.server,
      [
        { title: titles.series, align: 'left', cell: ({ series }) => series },
        { title: titles.mean, align: 'right', cell: ({ mean }) => mean },
        { title: titles.max, align: 'right', cell: ({ max }) => cellOfFigure(max) },
        { title: titles.last, align: 'right', cell: ({ last }) => cellOfFigure(last) },
        ...compared,
        ...judged,
      ],
      rows,
      isBadRow,
    ),
    notesBelow([serverNote(report)]),
  ];
}
