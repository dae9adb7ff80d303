import { CustomResource } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { routes } from '../core/routes.ts'
import { Handler } from './constructs/handler.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Named staff; the first admin comes from the stage's config with the deploy. */
export class StaffDirectory extends Construct {
  constructor(scope: Construct, { api, table, staff, logs, config }: Foundation) {
    super(scope, 'StaffDirectory')
    api.serve(this, routes.listUsers, 'staff/list-users.http', { links: [table.reads, table.lists('box')] })
    api.serve(this, routes.putUser, 'staff/put-user.http', { links: [table.writes, staff.manages] })
    const firstAdmin = new Handler(this, {
      file: 'staff/add-first-admin.deploy',
      links: [table.writes, staff.manages],
      logGroup: logs.of('staff'),
    })
    new CustomResource(this, 'FirstAdmin', {
      resourceType: 'Custom::FirstAdmin',
      serviceToken: firstAdmin.fn.functionArn,
      properties: { ...config.firstAdmin },
    })
  }
}
