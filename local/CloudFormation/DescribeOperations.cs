using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Tells of stacks.</summary>
internal sealed class DescribeOperations(StackEngine engine, RequestReader reader, StackAccess access) : ICloudFormationOperations
{
    private static readonly string[] Stages = ["Original", "Processed"];

    public IReadOnlyDictionary<string, QueryOperation> Operations =>
        new Dictionary<string, QueryOperation>
        {
            ["DescribeStacks"] = (call, cancel) =>
                OfAllAsync(call, all => [List("Stacks", all.Select(s => StackXml.Of(s, Resolved)))], cancel),
            ["ListStacks"] = async (call, cancel) =>
            {
                await access.RequireAsync(call, "*", cancel);
                var wanted = call.Texts("StackStatusFilter");
                return
                [
                    List(
                        "StackSummaries",
                        engine
                            .World.Stacks.Where(s => wanted.Count == 0 || wanted.Contains(s.Status))
                            .OrderByDescending(s => s.Created)
                            .Select(StackXml.Summary)
                    ),
                ];
            },
            ["DescribeStackEvents"] = (call, cancel) =>
                OfOneAsync(call, stack => [List("StackEvents", engine.Store.Events(stack.Id).Select(e => StackXml.Of(stack, e)))], cancel),
            // What the CDK's CLI asks why a change set or an operation failed: change sets say it themselves.
            ["DescribeEvents"] = (call, cancel) =>
                OfOneAsync(
                    call,
                    stack =>
                        [
                            List(
                                "OperationEvents",
                                call.Text("ChangeSetName") is not null
                                    ? []
                                    : engine
                                        .Store.Events(stack.Id)
                                        .Where(e => e.Status.EndsWith("_FAILED", StringComparison.Ordinal))
                                        .Select(e => StackXml.Of(stack, e).Append(new("EventType", "STACK_EVENT")))
                            ),
                        ],
                    cancel
                ),
            // There are no hooks, so they have no results.
            ["ListHookResults"] = async (call, cancel) =>
            {
                await access.RequireAsync(call, "*", cancel);
                return [List("HookResults", [])];
            },
            ["DescribeStackResources"] = (call, cancel) =>
                OfOneAsync(call, stack => [List("StackResources", Resources(call, stack).Select(r => StackXml.Of(stack, r)))], cancel),
            ["DescribeStackResource"] = (call, cancel) =>
                OfOneAsync(call, stack => [new("StackResourceDetail", StackXml.Detail(stack, Resources(call, stack).First()))], cancel),
            ["ListStackResources"] = (call, cancel) =>
                OfOneAsync(call, stack => [List("StackResourceSummaries", stack.Now.Resources.Select(StackXml.Summary))], cancel),
            ["GetTemplate"] = (call, cancel) =>
                OfOneAsync(call, stack => [new("TemplateBody", stack.Now.Body), List("StagesAvailable", Stages)], cancel),
            ["GetTemplateSummary"] = SummarizeAsync,
            ["ValidateTemplate"] = async (call, cancel) =>
            {
                await access.RequireAsync(call, "*", cancel);
                return StackXml.Validated(await reader.TemplateAsync(call, cancel));
            },
            ["ListExports"] = async (call, cancel) =>
            {
                await access.RequireAsync(call, "*", cancel);
                return
                [
                    List(
                        "Exports",
                        engine
                            .World.Here.SelectMany(s => s.Now.Outputs, (s, o) => (s, o))
                            .Where(e => e.o.Export is not null)
                            .OrderBy(e => e.o.Export, StringComparer.Ordinal)
                            .Select(e =>
                                new XElement[] { new("ExportingStackId", e.s.Id), new("Name", e.o.Export), new("Value", e.o.Value) }
                            )
                    ),
                ];
            },
            ["ListImports"] = async (call, cancel) =>
            {
                await access.RequireAsync(call, "*", cancel);
                var export = call.Required("ExportName");
                var users = engine.World.Here.Where(s => s.Now.Imports.Contains(export)).Select(s => s.Name).ToList();
                return users.Count > 0
                    ? [List("Imports", users)]
                    : throw StackErrors.Invalid($"Export '{export}' is not imported by any stack.");
            },
        };

    private async Task<IEnumerable<XElement>> OfAllAsync(
        QueryCall call,
        Func<IReadOnlyList<Stack>, IEnumerable<XElement>> tell,
        CancellationToken cancel
    )
    {
        if (call.Text("StackName") is not null)
            return await OfOneAsync(call, stack => tell([stack]), cancel);
        await access.RequireAsync(call, access.All, cancel);
        return tell([.. engine.World.Here.OrderByDescending(s => s.Created)]);
    }

    private async Task<IEnumerable<XElement>> OfOneAsync(QueryCall call, Func<Stack, IEnumerable<XElement>> tell, CancellationToken cancel)
    {
        var name =
            call.Text("StackName")
            ?? engine.World.Here.FirstOrDefault(s => s.Now.Resources.Any(r => r.Made.Name == call.Text("PhysicalResourceId")))?.Name
            ?? call.Required("StackName");
        await access.RequireAsync(call, name, cancel);
        return tell(engine.Required(name));
    }

    private static List<StackResource> Resources(QueryCall call, Stack stack) =>
        call.Text("LogicalResourceId") is { } id ? [stack.Required(id)] : [.. stack.Now.Resources];

    private async Task<IEnumerable<XElement>> SummarizeAsync(QueryCall call, CancellationToken cancel)
    {
        await access.RequireAsync(call, call.Text("StackName") ?? access.All, cancel);
        var template = call.Text("StackName") is { } name
            ? TemplateText.Read(engine.Required(name).Now.Body)
            : await reader.TemplateAsync(call, cancel);
        var resources = template["Resources"]!.AsObject();
        return
        [
            .. StackXml.Validated(template),
            List("ResourceTypes", resources.Select(r => r.Value!["Type"]!.ToString()).Distinct()),
            List(
                "ResourceIdentifierSummaries",
                resources
                    .GroupBy(r => r.Value!["Type"]!.ToString())
                    .Where(g => ResourceSchemas.Identifier(g.Key).Count > 0)
                    .Select(g =>
                        new[]
                        {
                            new XElement("ResourceType", g.Key),
                            List("LogicalResourceIds", g.Select(r => r.Key)),
                            List("ResourceIdentifiers", ResourceSchemas.Identifier(g.Key)),
                        }
                    )
            ),
        ];
    }

    // What a parameter that names an SSM parameter stands for now.
    private string? Resolved(string name, JsonObject declared) =>
        TemplateParameters.IsOfSsm(declared) ? engine.Deployed.Find("AWS::SSM::Parameter", name)?.Text("Value") : null;
}
