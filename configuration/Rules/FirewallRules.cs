namespace CognitoStack.Configuration;

/// <summary>Rules of <c>operations.waf</c>.</summary>
/// <remarks>Sources: AWS WAF Developer Guide, "IP set match rule statement" (https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-ipset-match.html)
/// and "AWS WAF quotas" (https://docs.aws.amazon.com/waf/latest/developerguide/limits.html).</remarks>
internal static class FirewallRules
{
    private const string Path = "$.operations.waf";
    private const int MostCidrs = 10_000;
    private const int MostCountries = 50;

    public static void Check(WafConfiguration? waf, Findings findings)
    {
        if (waf is null)
            return;
        CidrText.Check(waf.AllowCidrs, waf.BlockCidrs, Path, (MostCidrs, "an IP set of AWS WAF"), findings);
        foreach (var (list, key) in new[] { (waf.AllowCidrs, "allowCidrs"), (waf.BlockCidrs, "blockCidrs") })
            for (var i = 0; i < list.Count; i++)
                if (list[i].EndsWith("/0", StringComparison.Ordinal))
                    findings.Error(
                        JsonPath.Item($"{Path}.{key}", i),
                        $"\"{list[i]}\" is every address, which AWS WAF rejects. Write its two halves if you mean it, such as 0.0.0.0/1 and 128.0.0.0/1."
                    );
        RuleText.NoDuplicates(waf.Countries, Path + ".countries", findings);
        if (waf.Countries.Count > MostCountries)
            findings.Error(
                Path + ".countries",
                $"has {waf.Countries.Count} countries; AWS WAF takes {MostCountries} in a statement. Remove some."
            );
        for (var i = 0; i < waf.Countries.Count; i++)
            if (!Countries.Codes.Contains(waf.Countries[i]))
                findings.Error(
                    JsonPath.Item(Path + ".countries", i),
                    $"\"{waf.Countries[i]}\" is no country of ISO 3166.{(waf.Countries[i] == "UK" ? " Did you mean \"GB\"?" : "")}"
                );
        if (waf is { Mode: WafMode.Count, ManagedRules: false })
            findings.Error(
                Path + ".mode",
                "\"count\" is about the managed rule groups, and managedRules is false. Remove one of the two.",
                Path + ".managedRules"
            );
        if (waf.Mode == WafMode.Off && (waf.AllowCidrs.Count > 0 || waf.BlockCidrs.Count > 0 || waf.Countries.Count > 0))
            findings.Error(
                Path + ".mode",
                "\"off\" leaves the firewall away, and with it allowCidrs, blockCidrs and countries. Make it \"block\" or \"count\", or remove those.",
                Path + ".allowCidrs",
                Path + ".blockCidrs",
                Path + ".countries"
            );
    }
}
