/**
 * What this bench measured with the design of before (2dd65c8: no clipping, four nights in the stretch, nights taken as
 * independent, one history for all machines), on the same nights: 200 histories of each kind, without --seed. By the
 * seed of the row.
 */

/** Percent told without a drift, percent told within 7 nights, median in nights; null: nothing to be told, or not told. */
export const BEFORE_INDEPENDENT = {
  '0.03 0': [3.0, null, null],
  '0.03 0.1': [0.0, 100.0, 4],
  '0.03 0.2': [2.0, 100.0, 4],
  '0.03 0.5': [1.0, 100.0, 4],
  '0.1 0': [8.0, null, null],
  '0.1 0.1': [4.5, 23.6, 14],
  '0.1 0.2': [2.5, 83.6, 5],
  '0.1 0.5': [3.5, 100.0, 4],
  '0.03 0 0.05': [3.5, null, null],
  '0.03 0.1 0.05': [1.0, 12.1, 60],
  '0.03 0.2 0.05': [2.0, 37.2, 11],
  '0.03 0.5 0.05': [0.5, 98.0, 4],
  '0.1 0 0.05': [6.5, null, null],
  '0.1 0.1 0.05': [2.5, 3.1, null],
  '0.1 0.2 0.05': [5.0, 28.4, 12],
  '0.1 0.5 0.05': [1.5, 95.9, 4],
};

/** Likewise. */
export const BEFORE_SHAPES = {
  'ρ 0.3 from night to night 0.03 0': [24.0, null, null],
  'ρ 0.3 from night to night 0.05 0': [41.5, null, null],
  'ρ 0.3 from night to night 0.1 0': [52.5, null, null],
  'ρ 0.3 from night to night 0.03 0.1': [11.0, 100.0, 4],
  'ρ 0.3 from night to night 0.1 0.2': [23.5, 86.9, 4],
  'ρ 0.6 from night to night 0.03 0': [75.0, null, null],
  'ρ 0.6 from night to night 0.05 0': [92.5, null, null],
  'ρ 0.6 from night to night 0.1 0': [88.5, null, null],
  'ρ 0.6 from night to night 0.03 0.1': [39.0, 99.2, 4],
  'ρ 0.6 from night to night 0.1 0.2': [51.5, 77.3, 4],
  'weekends 15 % faster 0.05 0': [0.0, null, null],
  'weekends 15 % faster 0.05 0.1': [0.5, 31.7, 10],
  'weekends 15 % faster 0.05 0.2': [0.5, 100.0, 4],
  'heavy tails (*t* with 3 degrees of freedom) 0.05 0': [4.0, null, null],
  'heavy tails (*t* with 3 degrees of freedom) 0.05 0.1': [1.5, 88.3, 4],
  'heavy tails (*t* with 3 degrees of freedom) 0.05 0.2': [0.5, 99.5, 4],
  'three nights in ten missing 0.05 0': [6.5, null, null],
  'three nights in ten missing 0.05 0.1': [1.0, 60.1, 7],
  'three nights in ten missing 0.05 0.2': [1.5, 85.8, 5],
  'creep of .3 % a night 0.03 0': [0.5, 1.5, 20],
  'creep of .3 % a night 0.1 0': [4.0, 0.5, 34],
  'a blip: +30 % for three nights 0.03 0': [93.5, null, null],
  'a blip: +30 % for three nights 0.05 0': [97.5, null, null],
  'a blip: +30 % for three nights 0.1 0': [47.0, null, null],
  'a blip: +100 % for three nights 0.03 0': [70.0, null, null],
  'a blip: +100 % for three nights 0.05 0': [86.0, null, null],
  'a blip: +100 % for three nights 0.1 0': [98.0, null, null],
  'another machine, 25 % slower 0.05 0': [3.5, 100.0, 4],
  'another machine, as fast; drift 20 nights later 0.05 0.2': [6.0, 100.0, 4],
  'two hosts by chance, 30 % of nights on one 25 % slower 0.05 0': [20.0, null, null],
  'two hosts by chance, 30 % of nights on one 25 % slower 0.05 0.2': [8.0, 75.0, 6],
  'two hosts by chance, 30 % of nights on one 25 % slower 0.05 0.5': [5.5, 100.0, 4],
  'three hosts by chance, 60, 25 and 15 % of nights, 0, +25 and −15 % 0.05 0': [16.0, null, null],
  'three hosts by chance, 60, 25 and 15 % of nights, 0, +25 and −15 % 0.05 0.2': [3.5, 53.9, 7],
  'three hosts by chance, 60, 25 and 15 % of nights, 0, +25 and −15 % 0.05 0.5': [3.5, 100.0, 4],
};

/** Percent of runs that fail, and of those 20 % slower. */
export const BEFORE_GATE = {
  'gate one machine': [1.1, 87.4],
  'gate one machine, one night in twenty twice as slow': [5.1, 13.6],
  'gate one machine, heavy tails': [1.6, 91.9],
  'gate two hosts by chance': [0.9, 24.9],
  'gate three hosts by chance': [0.5, 18.3],
  'gate one host in ten slower by half': [7.9, 14.3],
};
