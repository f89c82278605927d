using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>A resource that a template makes, with every reference resolved.</summary>
public sealed record Resource
{
    /// <summary>Name of its stack.</summary>
    public required string Stack { get; init; }

    /// <summary>Logical ID in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>CloudFormation type.</summary>
    public required string Type { get; init; }

    /// <summary>What <c>Ref</c> gives: a user pool's id, a table's name …</summary>
    public required string Name { get; init; }

    /// <summary>What <c>Fn::GetAtt</c> of <c>Arn</c> gives; empty for a type without one.</summary>
    public required string Arn { get; init; }

    /// <summary>What <c>Fn::GetAtt</c> gives beside the ARN: an app client's <c>ClientSecret</c>, a pool's <c>ProviderName</c> …</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Its properties.</summary>
    /// <exception cref="TemplateException">One of them is not understood: see <see cref="Flaw"/>.</exception>
    public required JsonObject Properties
    {
        get => Flaw is { } flaw ? throw new TemplateException(flaw) : field;
        init;
    }

    /// <summary>What becomes of it when it leaves the template; null: CloudFormation's default for its type.</summary>
    public string? DeletionPolicy { get; init; }

    /// <summary>What becomes of it when an update replaces it; null: it is deleted.</summary>
    public string? UpdateReplacePolicy { get; init; }

    /// <summary>Why its properties cannot be told, or null. What nobody asks for need not be understood.</summary>
    public string? Flaw { get; init; }

    /// <summary>A property that is text, a number or a switch, as text; null where it is not set.</summary>
    public string? Text(string property) => Properties[property]?.ToString();
}
