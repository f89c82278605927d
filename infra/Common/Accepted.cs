using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;
using Constructs;
using Stack = Amazon.CDK.Stack;

namespace CognitoStack.Common;

/// <summary>Accepts findings of the rule packs, always with the reason, beside the resource that they are about.</summary>
public static class Accepted
{
    private static readonly JsonSerializerOptions AsJavaScript = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Accepts a finding.</summary>
    /// <param name="construct">The construct that the finding names, or one above it.</param>
    /// <param name="finding">The rule, or <c>rule[finding]</c> where it reports several.</param>
    /// <param name="reason">Why it is right here.</param>
    public static void Finding(IConstruct construct, string finding, string reason) =>
        Validations.Of(construct).Acknowledge(new Acknowledgment { Id = finding, Reason = reason });

    /// <summary>Accepts one wildcard resource of a policy; any other wildcard stays a finding.</summary>
    public static void Wildcard(IConstruct construct, string resource, string reason) =>
        Finding(construct, $"AwsSolutions-IAM5[Resource::{Flat(Stack.Of(construct).Resolve(resource))}]", reason);

    /// <summary>An ARN as cdk-nag writes it in the name of a finding: references in angle brackets, other functions as JSON.</summary>
    private static string Flat(object? value) =>
        value switch
        {
            string text => text.Replace("${", "<", StringComparison.Ordinal).Replace('}', '>'),
            IDictionary<string, object> { Count: 1 } function when function.TryGetValue("Ref", out var name) => $"<{name}>",
            IDictionary<string, object> { Count: 1 } function
                when function.TryGetValue("Fn::Join", out var join) && join is IList { Count: 2 } parts => string.Join(
                (string)parts[0]!,
                ((IEnumerable)parts[1]!).Cast<object>().Select(Flat)
            ),
            _ => JsonSerializer.Serialize(value, AsJavaScript),
        };
}
