using System.Globalization;
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
    private readonly TemplateSet templates;
    private readonly List<JsonObject> rules;
    private readonly List<(string Rule, string Flaw)> flaws;

    private WebAcl(Resource resource, TemplateSet templates)
    {
        (Resource, this.templates) = (resource, templates);
        rules =
        [
            .. (resource.Properties[nameof(Rules)] as JsonArray ?? [])
                .Select(r => r!.AsObject())
                .OrderBy(r => (int)double.Parse(r["Priority"]!.ToString(), CultureInfo.InvariantCulture)),
        ];
        flaws =
        [
            .. from rule in rules
            let flaw = WebStatements.Flaw(rule["Statement"]!.AsObject()) ?? ActionFlaw(rule)
            where flaw is not null
            select (NameOf(rule), flaw),
        ];
    }

    /// <summary>The resource.</summary>
    public Resource Resource { get; }

    /// <summary>The name by which people know the web ACL.</summary>
    public string Label => Resource.Text("Name") ?? Resource.LogicalId;

    /// <summary>Its rules, in the order in which they are asked.</summary>
    public IReadOnlyList<JsonObject> Rules => rules;

    /// <summary>The rule of a name; null where there is none.</summary>
    public JsonObject? Find(string? rule) => rules.Find(r => NameOf(r) == rule);

    /// <summary>What nobody here understands, by the rule that says it.</summary>
    public IReadOnlyList<(string Rule, string Flaw)> Flaws => flaws;

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
    public WebVerdict Judge(InspectedRequest request, Func<string, int, int> requestsBefore) =>
        flaws is [var (rule, flaw), ..]
            ? throw new TemplateException($"The rule {rule} of the web ACL has {flaw}, which nobody here understands.")
            : JudgeUnderstood(request, requestsBefore);

    /// <summary>Judges a request by the rules that are understood; the others are passed over.</summary>
    public WebVerdict JudgeUnderstood(InspectedRequest request, Func<string, int, int> requestsBefore)
    {
        List<string> counted = [];
        foreach (var rule in rules.Where(r => !flaws.Exists(f => f.Rule == NameOf(r))))
        {
            var name = NameOf(rule);
            var statement = rule["Statement"]!.AsObject();
            if (statement["ManagedRuleGroupStatement"] is JsonObject group)
            {
                if (!IsInScope(name, group, request, requestsBefore) || Deciding(name, group, request, counted) is not var (matched, does))
                    continue;
                if (Only(rule["OverrideAction"]!) == "Count")
                    counted.Add(name);
                else
                    return new(does == "Allow", name, matched, counted);
            }
            else if (Matches(name, statement, request, requestsBefore))
            {
                var action = Only(rule["Action"]!);
                if (action == "Count")
                    counted.Add(name);
                else
                    return new(action == "Allow", name, null, counted);
            }
        }

        return new(Only(Resource.Properties["DefaultAction"]!) == "Allow", null, null, counted);
    }

    private static string NameOf(JsonObject rule) => rule["Name"]!.ToString();

    private static string? ActionFlaw(JsonObject rule)
    {
        var group = rule["Statement"]!["ManagedRuleGroupStatement"];
        var actions = group is null
            ? [Only(rule["Action"]!)]
            : (group["RuleActionOverrides"] as JsonArray ?? []).Select(o => Only(o!["ActionToUse"]!));
        if (actions.FirstOrDefault(a => a is not ("Allow" or "Block" or "Count")) is { } action)
            return $"the action {action}";
        return (group?["RuleActionOverrides"] as JsonArray ?? [])
            .Select(o => o!["Name"]!.ToString())
            .Where(r => !ManagedRules.Has(group!["Name"]!.ToString(), r))
            .Select(r => $"the override {r} of {group!["Name"]}")
            .FirstOrDefault();
    }

    /// <summary>The first rule of a managed group that matches and decides; null where all of them let the request go on.</summary>
    private static (string Rule, string Action)? Deciding(string name, JsonObject statement, InspectedRequest request, List<string> counted)
    {
        var overrides = (statement["RuleActionOverrides"] as JsonArray ?? []).ToDictionary(
            o => o!["Name"]!.ToString(),
            o => Only(o!["ActionToUse"]!)
        );
        foreach (var matching in ManagedRules.Matching(statement["Name"]!.ToString(), request) ?? [])
        {
            var action = overrides.GetValueOrDefault(matching, "Block");
            if (action != "Count")
                return (matching, action);
            counted.Add(matching);
        }

        return null;
    }

    private bool IsInScope(string rule, JsonObject statement, InspectedRequest request, Func<string, int, int> requestsBefore) =>
        statement["ScopeDownStatement"] is not JsonObject scope || Matches(rule, scope, request, requestsBefore);

    private bool Matches(string rule, JsonObject statement, InspectedRequest request, Func<string, int, int> requestsBefore) =>
        statement.Single() switch
        {
            ("NotStatement", { } not) => !Matches(rule, not["Statement"]!.AsObject(), request, requestsBefore),
            ("OrStatement", { } or) => or["Statements"]!.AsArray().Any(s => Matches(rule, s!.AsObject(), request, requestsBefore)),
            ("AndStatement", { } and) => and["Statements"]!.AsArray().All(s => Matches(rule, s!.AsObject(), request, requestsBefore)),
            ("GeoMatchStatement", { } geo) => request.Country is { } country
                && geo["CountryCodes"]!.AsArray().Any(c => c!.ToString() == country),
            ("IPSetReferenceStatement", { } set) => AddressesOf(set["Arn"]!.ToString()).Any(range => range.Contains(request.Address)),
            // What is out of its scope is not counted.
            ("RateBasedStatement", { } rate) => IsInScope(rule, rate.AsObject(), request, requestsBefore)
                && requestsBefore(rule, Number(rate["EvaluationWindowSec"]) ?? 300) + 1 > Number(rate["Limit"]),
            var (kind, _) => throw new TemplateException($"The rule {rule} of the web ACL has a {kind}, which nobody here understands."),
        };

    private IEnumerable<IPNetwork> AddressesOf(string arn) =>
        templates.FindByArn(arn) is { } set
            ? set.Properties["Addresses"]!.AsArray().Select(a => IPNetwork.Parse(a!.ToString()))
            : throw new TemplateException($"A rule of the web ACL names an IP set that is in no template: {arn}.");

    private static string Only(JsonNode action) => action.AsObject().Single().Key;

    private static int? Number(JsonNode? value) => value is null ? null : (int)double.Parse(value.ToString(), CultureInfo.InvariantCulture);
}
