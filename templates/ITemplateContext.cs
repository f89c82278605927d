using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>What templates alone do not say.</summary>
public interface ITemplateContext
{
    /// <summary>Account of stacks that leave it open.</summary>
    string Account { get; }

    /// <summary>Region of stacks that leave it open.</summary>
    string Region { get; }

    /// <summary>Replaces dynamic references (<c>{{resolve:…}}</c>) in every text of a value.</summary>
    /// <param name="at">Where.</param>
    /// <param name="node">The value.</param>
    /// <param name="parameter">Value of an SSM parameter of the templates, or null.</param>
    /// <exception cref="UnavailableException">What is referred to is not to be had.</exception>
    JsonNode? Resolve(TemplatePlace at, JsonNode? node, Func<string, string?> parameter);

    /// <summary>Value of an SSM parameter that a parameter of a template asks for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameter">Value of an SSM parameter of the templates, or null.</param>
    /// <exception cref="UnavailableException">It is not to be had.</exception>
    string Parameter(string name, Func<string, string?> parameter);

    /// <summary>Whether the rules of templates count: what they ask for is of a deployment, such as the version of what <c>cdk bootstrap</c> made.</summary>
    bool ChecksRules => false;

    /// <summary>What a parameter of a template was given; null where its default counts.</summary>
    string? Given(string stack, string parameter) => null;

    /// <summary>Value of an output of a stack that is not among the templates; null where there is none.</summary>
    string? Output(string stack, string name) => null;

    /// <summary>Value that a stack which is not among the templates exports; null where none does.</summary>
    string? Import(string name) => null;

    /// <summary>What becomes of a property that cannot be resolved.</summary>
    /// <param name="at">Where.</param>
    /// <param name="type">CloudFormation type of the resource.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="why">Why not.</param>
    Unresolved Judge(TemplatePlace at, string type, string name, TemplateException why);
}

/// <summary>What becomes of a property that cannot be resolved.</summary>
public enum Unresolved
{
    /// <summary>Nothing can be read.</summary>
    Stops,

    /// <summary>The property is left out, and reported.</summary>
    IsLeftOut,

    /// <summary>The resource is there, but nobody can ask for its properties.</summary>
    IsAFlaw,
}
