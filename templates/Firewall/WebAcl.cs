using System.Net;
using System.Text.Json.Nodes;

namespace CognitoStack.Templates.Firewall;

/// <summary>What a web ACL says to a request.</summary>
/// <param name="Passes">Whether it lets the request through.</param>
/// <param name="Rule">The rule that decided; null where none did.</param>
/// <param name="Matched">The rule of a managed group that decided, or null.</param>
/// <param name="Counted">Rules that only counted, those of managed groups by their own names.</param>
public sealed record WebVerdict(bool Passes, string? Rule, string? Matched, IReadOnlyList<string> Counted);

/// <summary>A web ACL of a template (<c>AWS::WAFv2::WebACL</c>), which judges requests as AWS WAF does: rule by rule, until one allows or blocks.</summary>
/// <remarks>Source: AWS WAF Developer Guide, "Using protection packs (web ACLs) with rules and rule groups" (https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing.html).</remarks>
public sealed class WebAcl
{
    private readonly Resource resource;
    private readonly TemplateSet templates;

    private WebAcl(Resource resource, TemplateSet templates) => (this.resource, this.templates) = (resource, templates);

    /// <summary>The name by which people know the web ACL.</summary>
    public string Label => resource.Text("Name") ?? resource.LogicalId;

    /// <summary>The web ACL before a user pool; null where there is none.</summary>
    public static WebAcl? Before(Resource pool, TemplateSet templates)
    {
        var association = templates.OfType("AWS::WAFv2::WebACLAssociation").FirstOrDefault(a => a.Text("ResourceArn") == pool.Arn);
        return association is null ? null
            : templates.FindByArn(association.Text("WebACLArn") ?? string.Empty) is { Type: "AWS::WAFv2::WebACL" } acl ? new(acl, templates)
            : throw new TemplateException(
                $"{association.LogicalId} names a web ACL that is in no template: {association.Text("WebACLArn")}."
            );
    }

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requestsBefore">How many requests that a rule counts came from this address within the seconds of its window.</param>
    /// <exception cref="TemplateException">A rule has a statement or an action that nobody here understands.</exception>
    public WebVerdict Judge(InspectedRequest request, Func<string, int, int> requestsBefore)
    {
        List<string> counted = [];
        foreach (
            var rule in (resource.Properties["Rules"] as JsonArray ?? [])
                .Select(r => r!.AsObject())
                .OrderBy(r => (int)double.Parse(r["Priority"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture))
        )
        {
            var name = rule["Name"]!.ToString();
            var statement = rule["Statement"]!.AsObject();
            if (statement["ManagedRuleGroupStatement"] is JsonObject group)
            {
                if (Blocking(name, group, request, counted) is not { } blocking)
                    continue;
                if (Only(rule["OverrideAction"]!) == "Count")
                    counted.Add(name);
                else
                    return new(false, name, blocking, counted);
            }
            else if (Matches(name, statement, request, requestsBefore))
            {
                var action = Only(rule["Action"]!);
                if (action == "Count")
                    counted.Add(name);
                else
                    return new(Passes(action), name, null, counted);
            }
        }

        return new(Passes(Only(resource.Properties["DefaultAction"]!)), null, null, counted);
    }

    /// <summary>The first rule of a managed group that matches and blocks; null where all of them let the request go on.</summary>
    private static string? Blocking(string name, JsonObject statement, InspectedRequest request, List<string> counted)
    {
        var group = statement["Name"]!.ToString();
        var overrides = (statement["RuleActionOverrides"] as JsonArray ?? []).ToDictionary(
            o => o!["Name"]!.ToString(),
            o => Only(o!["ActionToUse"]!)
        );
        if (overrides.Keys.FirstOrDefault(rule => !ManagedRules.Has(group, rule)) is { } unknown)
            throw new TemplateException($"The rule {name} of the web ACL overrides {unknown}, which {group} does not have.");
        foreach (
            var matching in ManagedRules.Matching(group, request)
                ?? throw new TemplateException($"The rule {name} of the web ACL is the group {group}, whose rules nobody here knows.")
        )
        {
            if (overrides.GetValueOrDefault(matching, "Block") == "Block")
                return matching;
            counted.Add(matching);
        }

        return null;
    }

    private bool Matches(string rule, JsonObject statement, InspectedRequest request, Func<string, int, int> requestsBefore) =>
        statement.Single() switch
        {
            ("NotStatement", { } not) => !Matches(rule, not["Statement"]!.AsObject(), request, requestsBefore),
            ("OrStatement", { } or) => or["Statements"]!.AsArray().Any(s => Matches(rule, s!.AsObject(), request, requestsBefore)),
            ("AndStatement", { } and) => and["Statements"]!.AsArray().All(s => Matches(rule, s!.AsObject(), request, requestsBefore)),
            ("GeoMatchStatement", { } geo) => request.Country is { } country
                && geo["CountryCodes"]!.AsArray().Any(c => c!.ToString() == country),
            ("IPSetReferenceStatement", { } set) => AddressesOf(set["Arn"]!.ToString()).Any(range => range.Contains(request.Address)),
            ("RateBasedStatement", { } rate) => requestsBefore(rule, Number(rate["EvaluationWindowSec"]) ?? 300) + 1
                > Number(rate["Limit"]),
            var (kind, _) => throw new TemplateException($"The rule {rule} of the web ACL has a {kind}, which nobody here understands."),
        };

    private IEnumerable<IPNetwork> AddressesOf(string arn) =>
        templates.FindByArn(arn) is { } set
            ? set.Properties["Addresses"]!.AsArray().Select(a => IPNetwork.Parse(a!.ToString()))
            : throw new TemplateException($"A rule of the web ACL names an IP set that is in no template: {arn}.");

    private static bool Passes(string action) =>
        action switch
        {
            "Allow" => true,
            "Block" => false,
            _ => throw new TemplateException($"The web ACL has the action {action}, which nobody here understands."),
        };

    private static string Only(JsonNode action) => action.AsObject().Single().Key;

    private static int? Number(JsonNode? value) =>
        value is null ? null : (int)double.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
