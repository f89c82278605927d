using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Metrics;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Local.Firewall;

/// <summary>The web ACLs of the templates. A rule that nobody here understands is passed over; the table of what is not honoured names it.</summary>
internal sealed class WebFirewall(IDeployment deployment, RequestRates rates, IMetrics metrics, FirewallLog log) : IWebFirewall
{
    private const string All = "ALL";
    private readonly ConditionalWeakTable<Deployed, ConcurrentDictionary<string, WebAcl?>> read = [];

    /// <inheritdoc/>
    public bool Lets(Resource resource, InspectedRequest request)
    {
        var deployed = deployment.Current;
        if (read.GetOrCreateValue(deployed).GetOrAdd(resource.Arn, _ => WebAcl.Before(resource, deployed)) is not { } acl)
            return true;
        if (IPAddress.IsLoopback(request.Address))
            request = request with { Country = HomeOf(acl) };
        var verdict = acl.JudgeUnderstood(request, (rule, seconds) => rates.Count(acl.Resource.Arn, rule, request.Address, seconds));
        Count(deployed.Region, acl, verdict);
        log.Write(deployed, acl, request, verdict);
        return verdict.Passes;
    }

    /// <remarks>Source: AWS WAF Developer Guide, "AWS WAF metrics and dimensions". https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html</remarks>
    private void Count(string region, WebAcl acl, WebVerdict verdict)
    {
        if (MetricOf(acl.Resource.Properties) is not { } of)
            return;
        var decision = verdict.Passes ? "AllowedRequests" : "BlockedRequests";
        Put(decision, All);
        if (acl.Find(verdict.Rule) is { } decided && MetricOf(decided) is { } rule)
            Put(decision, rule);
        var counting = verdict.Counted.Select(acl.Find).OfType<JsonObject>().ToList();
        if (counting.Count > 0)
            Put("CountedRequests", All);
        foreach (var counted in counting.Select(MetricOf).OfType<string>())
            Put("CountedRequests", counted);

        void Put(string metric, string name) =>
            metrics.Put(new("AWS/WAFV2", metric, ("Region", region), ("Rule", name), ("WebACL", of)), 1);
    }

    /// <summary>This machine is in no country, and would be shut out of its own pages: it counts as being in the first one that is let in.</summary>
    private static string? HomeOf(WebAcl acl) =>
        acl
            .Rules.Select(r => r["Statement"]!["NotStatement"]?["Statement"]?["GeoMatchStatement"]?["CountryCodes"]?[0]?.ToString())
            .FirstOrDefault(c => c is not null);

    private static string? MetricOf(JsonObject of) =>
        of["VisibilityConfig"] is { } visibility && visibility["CloudWatchMetricsEnabled"]?.ToString() == "true"
            ? visibility["MetricName"]!.ToString()
            : null;
}
