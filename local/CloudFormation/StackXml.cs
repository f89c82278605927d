using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Deployment.Stacks;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Stacks and what they have, as CloudFormation writes them.</summary>
internal static class StackXml
{
    private const string Hidden = "****";

    public static IEnumerable<XElement?> Of(Stack stack, Func<string, JsonObject, string?> resolved)
    {
        var template = TemplateText.Read(stack.Now.Body);
        return
        [
            Member("StackId", stack.Id),
            Member("StackName", stack.Name),
            Member("ChangeSetId", stack.ChangeSetId),
            Member("Description", template["Description"]?.ToString()),
            List(
                "Parameters",
                stack.Now.Parameters.Select(p => Parameter(p.Key, p.Value, template["Parameters"]?[p.Key] as JsonObject ?? [], resolved))
            ),
            Member("CreationTime", stack.Created),
            Member("LastUpdatedTime", stack.Updated),
            Member("DeletionTime", stack.Deleted),
            new("RollbackConfiguration"),
            Member("StackStatus", stack.Status),
            Member("StackStatusReason", stack.Reason),
            Member("DisableRollback", stack.DisableRollback),
            List("NotificationARNs", []),
            List("Capabilities", stack.Now.Capabilities),
            List(
                "Outputs",
                stack.Now.Outputs.Select(o =>
                    new[]
                    {
                        Member("OutputKey", o.Name),
                        Member("OutputValue", o.Value),
                        Member("Description", o.Description),
                        Member("ExportName", o.Export),
                    }
                )
            ),
            Member("RoleARN", stack.RoleArn),
            List("Tags", stack.Now.Tags.Select(t => new[] { Member("Key", t.Key), Member("Value", t.Value) })),
            Member("EnableTerminationProtection", stack.IsProtected),
            new("DriftInformation", Member("StackDriftStatus", "NOT_CHECKED")),
        ];
    }

    public static IEnumerable<XElement?> Summary(Stack stack) =>
        [
            Member("StackId", stack.Id),
            Member("StackName", stack.Name),
            Member("CreationTime", stack.Created),
            Member("LastUpdatedTime", stack.Updated),
            Member("DeletionTime", stack.Deleted),
            Member("StackStatus", stack.Status),
            Member("StackStatusReason", stack.Reason),
            new("DriftInformation", Member("StackDriftStatus", "NOT_CHECKED")),
        ];

    public static IEnumerable<XElement?> Of(Stack stack, StackEvent happened) =>
        [
            Member("StackId", stack.Id),
            Member("EventId", happened.Id),
            Member("StackName", stack.Name),
            Member("LogicalResourceId", happened.LogicalId),
            Member("PhysicalResourceId", happened.PhysicalId),
            Member("ResourceType", happened.Type),
            Member("Timestamp", happened.Time),
            Member("ResourceStatus", happened.Status),
            Member("ResourceStatusReason", happened.Reason),
            Member("ClientRequestToken", happened.Token),
        ];

    public static IEnumerable<XElement?> Of(Stack stack, StackResource resource) =>
        [
            Member("StackName", stack.Name),
            Member("StackId", stack.Id),
            Member("LogicalResourceId", resource.LogicalId),
            Member("PhysicalResourceId", resource.Made.Name),
            Member("ResourceType", resource.Made.Type),
            Member("Timestamp", resource.Changed),
            Member("ResourceStatus", resource.Status),
            Member("ResourceStatusReason", resource.Reason),
            new("DriftInformation", Member("StackResourceDriftStatus", "NOT_CHECKED")),
        ];

    public static IEnumerable<XElement?> Detail(Stack stack, StackResource resource) =>
        [
            Member("StackName", stack.Name),
            Member("StackId", stack.Id),
            .. Summary(resource),
            Member("Metadata", resource.Declaration["Metadata"]?.ToJsonString()),
        ];

    public static IEnumerable<XElement?> Summary(StackResource resource) =>
        [
            Member("LogicalResourceId", resource.LogicalId),
            Member("PhysicalResourceId", resource.Made.Name),
            Member("ResourceType", resource.Made.Type),
            Member("LastUpdatedTimestamp", resource.Changed),
            Member("ResourceStatus", resource.Status),
            Member("ResourceStatusReason", resource.Reason),
            new("DriftInformation", Member("StackResourceDriftStatus", "NOT_CHECKED")),
        ];

    public static IEnumerable<XElement> Validated(JsonObject template)
    {
        IEnumerable<XElement?> all =
        [
            List(
                "Parameters",
                (template["Parameters"] as JsonObject ?? []).Select(p =>
                    new[]
                    {
                        Member("ParameterKey", p.Key),
                        Member("ParameterType", p.Value!["Type"]?.ToString()),
                        Member("DefaultValue", p.Value["Default"]?.ToString()),
                        Member("NoEcho", IsHidden(p.Value.AsObject())),
                        Member("Description", p.Value["Description"]?.ToString()),
                    }
                )
            ),
            Member("Description", template["Description"]?.ToString()),
            List("Capabilities", Capabilities.Of(template)),
        ];
        return all.OfType<XElement>();
    }

    private static IEnumerable<XElement?> Parameter(
        string name,
        string value,
        JsonObject declared,
        Func<string, JsonObject, string?> resolved
    ) =>
        [
            Member("ParameterKey", name),
            Member("ParameterValue", IsHidden(declared) ? Hidden : value),
            Member("ResolvedValue", resolved(value, declared)),
        ];

    private static bool IsHidden(JsonObject declared) => declared["NoEcho"]?.ToString() is "true" or "True";
}
