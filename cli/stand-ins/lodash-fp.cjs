// What MJML calls of lodash/fp, which takes as long to load as all of MJML.
exports.flow =
  (...steps) =>
  (value) =>
    steps.flat().reduce((made, step) => step(made), value)
exports.filter = (test) => (values) => Object.values(values).filter((value) => test(value))
exports.map = (make) => (values) => values.map((value) => make(value))
exports.join = (between) => (values) => values.join(between)
exports.identity = (value) => value
