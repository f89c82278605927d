using System.Xml.Linq;
using static CognitoStack.Local.Front.QueryXml;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Changes of a change set, as CloudFormation writes them.</summary>
internal static class ChangeSetXml
{
    public static XElement Of(ChangeView change) =>
        new(
            "ResourceChange",
            Member("PolicyAction", change.PolicyAction),
            Member("Action", change.Action),
            Member("LogicalResourceId", change.LogicalId),
            Member("PhysicalResourceId", change.PhysicalId),
            Member("ResourceType", change.Type),
            Member("Replacement", change.Replacement),
            List("Scope", change.Scope),
            List("Details", change.Details.Select(Of))
        );

    private static IEnumerable<XElement?> Of(ChangeDetail detail) =>
        [
            new(
                "Target",
                new[]
                {
                    Member("Attribute", detail.Attribute),
                    Member("Name", detail.Name),
                    Member("RequiresRecreation", detail.Recreation),
                    Member("Path", detail.Name is null ? null : $"/Properties/{detail.Name}"),
                    Member("BeforeValue", detail.Before),
                    Member("AfterValue", detail.After),
                    Member(
                        "AttributeChangeType",
                        detail.Name is null ? null
                            : detail.Before is null ? "Add"
                            : detail.After is null ? "Remove"
                            : "Modify"
                    ),
                }
            ),
            Member("Evaluation", detail.Evaluation),
            Member("ChangeSource", detail.Source),
            Member("CausingEntity", detail.Cause),
        ];
}
