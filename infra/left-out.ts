/** Stands in a bundle for packages that are imported there and never called. */
export default {}
