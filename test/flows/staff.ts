import { asStaff, type Target } from './target.ts'

/** The people of the stories: anna in sales, mark who leads her, lena in marketing. */
export async function addStaff(target: Target): Promise<void> {
  const people = [
    { userId: 'mark', name: 'Mark', groups: ['sales'] },
    { userId: 'lena', name: 'Lena', groups: ['marketing'] },
    { userId: 'anna', name: 'Anna', groups: ['sales'], team: 'inside-sales', manager: 'mark' },
  ]
  for (const { userId, ...person } of people) {
    const answer = await asStaff(target, 'admin', 'PUT', `/users/${userId}`, {
      ...person,
      email: `${userId}@company.example`,
    })
    if (answer.status !== 200)
      throw new Error(`adding ${userId} answered ${answer.status} ${JSON.stringify(answer.body)}`)
  }
}
