/** Imports point one way: core <- functions, infra, local, cli. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-stands-alone',
      comment: 'core/ decides; it knows nothing of AWS, handlers or the machine',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(functions|infra|local|cli)/|node_modules/@aws-sdk|node_modules/aws-cdk-lib' },
    },
    {
      name: 'functions-know-core-alone',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|local|cli)/|node_modules/aws-cdk-lib' },
    },
    {
      name: 'infra-names-handlers-by-path',
      comment: 'the CDK app never loads a handler',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(functions|local|cli)/', pathNot: '^functions/aws/(env|keys)[.]ts$' },
    },
    {
      name: 'cli-speaks-http',
      comment: 'the command line is one more client of the API',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(functions|infra|local)/|node_modules/@aws-sdk' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
