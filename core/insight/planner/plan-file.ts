/** Where a plan lies among the templates. */
export const planFile = 'plan.yaml'
