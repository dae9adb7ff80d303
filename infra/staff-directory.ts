import { CustomResource } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { staffRoutes } from '../core/staff/routes.ts'
import { Capability } from './constructs/capability.ts'
import { Handler } from './constructs/handler.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Named staff; the first admin comes from the stage's config with the deploy. */
export class StaffDirectory extends Capability {
  constructor(scope: Construct, { api, table, staff, logs, config }: Foundation) {
    super(scope, 'StaffDirectory')
    api.serve(this, staffRoutes.listUsers, 'staff/list-users.http', { links: [table.reads, table.lists('box')] })
    api.serve(this, staffRoutes.putUser, 'staff/put-user.http', { links: [table.writes, staff.manages] })
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
