using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CognitoStack.Templates;

/// <summary>The section <c>Parameters</c> of a template: what its values may be, and what they stand for.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "CloudFormation template Parameters syntax"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html).</remarks>
public static class TemplateParameters
{
    private const string OfSsm = "AWS::SSM::Parameter::Value<";

    /// <summary>Whether a parameter is the name of an SSM parameter, whose value counts.</summary>
    public static bool IsOfSsm(JsonObject parameter) => Type(parameter).StartsWith(OfSsm, StringComparison.Ordinal);

    /// <summary>The value that references to a parameter give.</summary>
    /// <param name="id">Name of the parameter.</param>
    /// <param name="parameter">Its declaration.</param>
    /// <param name="text">What it was given.</param>
    /// <param name="ssm">Value of an SSM parameter.</param>
    public static JsonNode Value(string id, JsonObject parameter, string text, Func<string, string> ssm)
    {
        if (IsOfSsm(parameter))
            text = ssm(text);
        else
            Require(id, parameter, text);
        return IsList(parameter)
            ? new JsonArray([.. text.Length == 0 ? [(JsonNode)string.Empty] : text.Split(',').Select(i => (JsonNode)i.Trim())])
            : text;
    }

    /// <summary>Holds a value against the constraints of its declaration.</summary>
    /// <exception cref="TemplateException">One of them is broken, in CloudFormation's words.</exception>
    public static void Require(string id, JsonObject parameter, string text)
    {
        string? Constraint(string name) => parameter[name]?.ToString();
        double? Bound(string name) => double.TryParse(Constraint(name), CultureInfo.InvariantCulture, out var bound) ? bound : null;
        var items = IsList(parameter) ? text.Split(',').Select(i => i.Trim()).ToList() : [text];
        var isNumber = Type(parameter) is "Number" or "List<Number>";
        var problem = items
            .Select(item =>
                0 switch
                {
                    _ when isNumber && !double.TryParse(item, CultureInfo.InvariantCulture, out _) => $"Parameter '{id}' must be a number.",
                    _ when parameter["AllowedValues"] is JsonArray allowed && !allowed.Any(a => a?.ToString() == item) =>
                        $"Parameter '{id}' must be one of AllowedValues",
                    _ when Constraint("AllowedPattern") is { } pattern
                            && !Regex.IsMatch(item, $"^(?:{pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1)) =>
                        $"Parameter {id} failed to satisfy constraint: {Constraint("ConstraintDescription") ?? $"must match pattern {pattern}"}",
                    _ when item.Length < Bound("MinLength") =>
                        $"Parameter '{id}' must contain at least {Constraint("MinLength")} characters",
                    _ when item.Length > Bound("MaxLength") =>
                        $"Parameter '{id}' must contain at most {Constraint("MaxLength")} characters",
                    _ when isNumber && double.Parse(item, CultureInfo.InvariantCulture) < Bound("MinValue") =>
                        $"Parameter '{id}' must be a number not less than {Constraint("MinValue")}",
                    _ when isNumber && double.Parse(item, CultureInfo.InvariantCulture) > Bound("MaxValue") =>
                        $"Parameter '{id}' must be a number not greater than {Constraint("MaxValue")}",
                    _ => null,
                }
            )
            .FirstOrDefault(p => p is not null);
        if (problem is not null)
            throw new TemplateException(problem);
    }

    private static string Type(JsonObject parameter) => parameter["Type"]?.ToString() ?? "String";

    private static bool IsList(JsonObject parameter) =>
        Type(parameter) is var type
        && (type.Contains("List<", StringComparison.Ordinal) || type.Contains("CommaDelimitedList", StringComparison.Ordinal));
}
