using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance;

/// <summary>The user pool that an environment adopts. No template makes it: it stands beside their resources, with the properties that a template's metadata tells of it.</summary>
internal sealed class AdoptedPool
{
    private readonly Resource resource;
    private readonly bool isRead;

    private AdoptedPool(Resource resource, bool isRead) => (this.resource, this.isRead) = (resource, isRead);

    /// <summary>What is taken for granted of the pool.</summary>
    public IReadOnlyList<string> Assumptions =>
        [
            isRead
                ? $"The user pool {resource.Name}, which no template makes, is as it was when the CDK read it (cdk.context.json)."
                : $"The user pool {resource.Name}, which no template makes, is as the file says: nobody has read it.",
            $"The user pool {resource.Name} calls the functions that the file puts at its triggers: CloudFormation cannot tell it to.",
        ];

    /// <summary>The pool that the file adopts, or null where it adopts none.</summary>
    /// <exception cref="TemplateException">The templates tell nothing of that pool.</exception>
    public static AdoptedPool? Of(EnvironmentConfiguration environment, IReadOnlyDictionary<string, JsonObject> templates)
    {
        if (environment.UserPool is not { Adopt: { } arn, Adopted: { } pool })
            return null;
        foreach (var (stack, template) in templates)
            if (
                (template["Metadata"] as JsonObject)?[Naming.AdoptedUserPool] is JsonObject told
                && told["Arn"]?.ToString() == arn
                && told["Properties"] is JsonObject properties
            )
                return new(
                    new()
                    {
                        Stack = stack,
                        LogicalId = pool.Id,
                        Type = "AWS::Cognito::UserPool",
                        Name = pool.Id,
                        Arn = arn,
                        Attributes = new Dictionary<string, string>
                        {
                            ["ProviderName"] = $"cognito-idp.{pool.Region}.amazonaws.com/{pool.Id}",
                        },
                        Properties = properties.DeepClone().AsObject(),
                    },
                    told["IsRead"]?.ToString() == "true"
                );
        throw new TemplateException($"No template tells of the user pool {arn}, which the file adopts ({Naming.AdoptedUserPool}).");
    }

    /// <summary>The templates with the pool beside what they make.</summary>
    public TemplateSet Beside(TemplateSet templates) =>
        new(templates.Account, templates.Region, [resource, .. templates.Resources], templates.Outputs)
        {
            Exports = templates.Exports,
            Omissions = templates.Omissions,
        };
}
