/** Of all that can go wrong every how many-th case is tried: all in `npm run test:faults`, a sample in `npm test`; `FAULT_NTH` asks for more or less. */
export const everyNth = Number(process.env.FAULT_NTH ?? 120)
export const isWhole = everyNth === 1
/** How many pairs of random faults are tried. */
export const pairs = Number(process.env.FAULT_PAIRS ?? Math.ceil(2_000 / everyNth))
/** Where random faults come from: in a sample the same each time, else others, printed, so that a run can be repeated with `FAULT_SEED`. */
export const seed = Number(process.env.FAULT_SEED ?? (isWhole ? Math.floor(Math.random() * 2 ** 31) : 20_261_124))
/** How long one test of many runs may take, on a machine that is busy. */
export const timeout = isWhole ? 1_800_000 : 120_000
