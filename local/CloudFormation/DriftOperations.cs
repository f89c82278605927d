using System.Xml.Linq;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Looks for drift, and tells what was found.</summary>
internal sealed class DriftOperations(StackEngine engine, StackAccess access, TimeProvider time) : ICloudFormationOperations
{
    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["DetectStackDrift"] = DetectAsync,
            ["DetectStackResourceDrift"] = DetectOneAsync,
            ["DescribeStackDriftDetectionStatus"] = StatusAsync,
            ["DescribeStackResourceDrifts"] = DescribeAsync,
        };

    private async Task<IEnumerable<XElement>> DetectAsync(QueryCall call, CancellationToken cancel)
    {
        var stack = await RequiredAsync(call, cancel);
        var wanted = call.Texts("LogicalResourceIds");
        var found = new StackDrift(
            Guid.NewGuid().ToString(),
            stack.Id,
            time.GetUtcNow(),
            [.. stack.Now.Resources.Where(r => wanted.Count == 0 || wanted.Contains(r.LogicalId)).Select(r => Drift.Of(engine.World, r))]
        );
        engine.Store.Put(StackDrift.Kind, stack.Id, found);
        return [new("StackDriftDetectionId", found.Id)];
    }

    private async Task<IEnumerable<XElement>> DetectOneAsync(QueryCall call, CancellationToken cancel)
    {
        var stack = await RequiredAsync(call, cancel);
        var id = call.Required("LogicalResourceId");
        var resource = stack.Required(id);
        return [new("StackResourceDrift", Told(stack.Id, Drift.Of(engine.World, resource), time.GetUtcNow()))];
    }

    private async Task<IEnumerable<XElement>> StatusAsync(QueryCall call, CancellationToken cancel)
    {
        await access.RequireAsync(call, "*", cancel);
        var id = call.Required("StackDriftDetectionId");
        var found =
            engine.Store.All<StackDrift>(StackDrift.Kind).FirstOrDefault(d => d.Id == id)
            ?? throw StackErrors.Invalid($"Drift detection {id} does not exist");
        return
        [
            new("StackId", found.StackId),
            new("StackDriftDetectionId", found.Id),
            new("StackDriftStatus", found.Status),
            new("DetectionStatus", "DETECTION_COMPLETE"),
            new("DriftedStackResourceCount", found.Drifted),
            Member("Timestamp", found.Time)!,
        ];
    }

    private async Task<IEnumerable<XElement>> DescribeAsync(QueryCall call, CancellationToken cancel)
    {
        var stack = await RequiredAsync(call, cancel);
        var wanted = call.Texts("StackResourceDriftStatusFilters");
        var found = engine.Store.Find<StackDrift>(StackDrift.Kind, stack.Id);
        return
        [
            List(
                "StackResourceDrifts",
                (found?.Resources ?? [])
                    .Where(r => wanted.Count == 0 || wanted.Contains(r.Status))
                    .Select(r => Told(stack.Id, r, found!.Time))
            ),
        ];
    }

    private static IEnumerable<XElement?> Told(string stackId, ResourceDrift drift, DateTimeOffset time) =>
        [
            Member("StackId", stackId),
            Member("LogicalResourceId", drift.LogicalId),
            Member("PhysicalResourceId", drift.PhysicalId),
            Member("ResourceType", drift.Type),
            Member("ExpectedProperties", drift.Expected.ToJsonString()),
            Member("ActualProperties", drift.Actual?.ToJsonString()),
            List(
                "PropertyDifferences",
                drift.Differences.Select(d =>
                    new[]
                    {
                        Member("PropertyPath", d.Path),
                        Member("ExpectedValue", d.Expected),
                        Member("ActualValue", d.Actual),
                        Member("DifferenceType", d.Kind),
                    }
                )
            ),
            Member("StackResourceDriftStatus", drift.Status),
            Member("Timestamp", time),
        ];

    private async Task<Stack> RequiredAsync(QueryCall call, CancellationToken cancel)
    {
        await access.RequireAsync(call, call.Required("StackName"), cancel);
        return engine.Required(call.Required("StackName"));
    }
}
