// As MJML calls it, with a list. That of lodash is made of forty files.
module.exports = (values, take) => {
  for (const value of values) take(value)
}
