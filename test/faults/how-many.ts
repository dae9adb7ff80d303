/** What `FAULT_PAIRS` and `FAULT_SEED` ask for; without them few enough for every day, and the same each time. */
const given = process.env.FAULT_PAIRS

/** How many pairs of random faults are tried. */
export const pairs = given === undefined ? 500 : Number(given)
/** Where they come from: printed, so that a run can be repeated. */
export const seed =
  process.env.FAULT_SEED !== undefined ? Number(process.env.FAULT_SEED) : given ? randomSeed() : 20_261_124
/** Of the single faults of a story every how many-th is tried; with `FAULT_PAIRS` all of them. */
export const everyNth = given === undefined ? 8 : 1

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}
