// What CloudFormation says of stacks beside their templates: what somebody changed by hand since, and updates that failed with an error
// whose common advice loses users. Call only after setup.
import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {{ stack: string, id: string, type: string, property: string, template: string, now: string }} Change */

/** Detection takes a stack some seconds; one that is not done by then is said to be unknown. */
const patience = 120_000;

/**
 * @param {import('@aws-sdk/client-cloudformation').CloudFormationClient} client
 * @param {string[]} stacks
 * @returns {Promise<{ changes: Change[], unknown: { stack: string, because: string }[] }>}
 */
export async function driftOf(client, stacks) {
  const answers = await Promise.all(
    stacks.map((stack) =>
      changesOf(client, stack).then(
        (changes) => ({ changes, unknown: [] }),
        (error) => ({ changes: [], unknown: [{ stack, because: error.message }] }),
      ),
    ),
  );
  return { changes: answers.flatMap(({ changes }) => changes), unknown: answers.flatMap(({ unknown }) => unknown) };
}

async function changesOf(client, stack) {
  const { DetectStackDriftCommand, DescribeStackDriftDetectionStatusCommand, paginateDescribeStackResourceDrifts } = await sdk();
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: stack }));
  const end = Date.now() + patience;
  for (let pause = 200; ; pause = Math.min(pause * 2, 5000)) {
    const { DetectionStatus, DetectionStatusReason } = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
    if (DetectionStatus === 'DETECTION_COMPLETE') break;
    if (DetectionStatus === 'DETECTION_FAILED') throw new Error(DetectionStatusReason ?? 'the detection of drift failed');
    if (Date.now() > end) throw new Error(`the detection of drift is not done after ${patience / 1000} s`);
    await wait(pause);
  }
  const changes = [];
  for await (const { StackResourceDrifts } of paginateDescribeStackResourceDrifts({ client }, { StackName: stack, StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'] })) {
    for (const { LogicalResourceId: id = '', ResourceType: type = '', StackResourceDriftStatus: status, PropertyDifferences } of StackResourceDrifts ?? []) {
      if (status === 'DELETED') changes.push({ stack, id, type, property: 'the resource', template: 'there', now: 'deleted' });
      for (const { PropertyPath = '', ExpectedValue, ActualValue } of PropertyDifferences ?? [])
        changes.push({ stack, id, type, property: PropertyPath.slice(1).replaceAll('/', '.'), template: said(ExpectedValue), now: said(ActualValue) });
    }
  }
  return changes;
}

/** CloudFormation writes "null" for what is not there. */
const said = (value) => (value === undefined || value === 'null' ? 'nothing' : value);

const schemaError = /Invalid AttributeDataType input/;

/** Stacks whose last update failed with "Invalid AttributeDataType input". What an older one failed with is mended. */
export async function schemaFailures(client, stacks) {
  const { DescribeStackEventsCommand } = await sdk();
  const failed = [];
  for (const stack of stacks) {
    const { StackEvents: events = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stack }));
    // Newest first: an update begins with the event of the stack itself.
    const begin = events.findIndex(
      ({ ResourceType, ResourceStatus }) => ResourceType === 'AWS::CloudFormation::Stack' && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(ResourceStatus ?? ''),
    );
    if (events.slice(0, begin < 0 ? undefined : begin).some(({ ResourceStatusReason }) => schemaError.test(ResourceStatusReason ?? ''))) failed.push(stack);
  }
  return failed;
}

const sdk = () => import('@aws-sdk/client-cloudformation');
