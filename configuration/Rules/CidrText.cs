using System.Net;
using System.Net.Sockets;

namespace CognitoStack.Configuration;

/// <summary>Ranges of addresses, as <c>203.0.113.0/24</c> or <c>2001:db8::/32</c>.</summary>
internal static class CidrText
{
    /// <summary>Checks addresses that are let in and addresses that are kept out, <c>allowCidrs</c> and <c>blockCidrs</c> below a path.</summary>
    public static void Check(
        IReadOnlyList<string> allow,
        IReadOnlyList<string> block,
        string path,
        (int Most, string Whose) quota,
        Findings findings
    )
    {
        CheckList(allow, path + ".allowCidrs", quota, findings);
        CheckList(block, path + ".blockCidrs", quota, findings);
        foreach (var cidr in block.Intersect(allow))
            findings.Error(
                JsonPath.Item(path + ".blockCidrs", block.ToList().IndexOf(cidr)),
                $"\"{cidr}\" is also in allowCidrs. Remove it from one.",
                path + ".allowCidrs"
            );
    }

    private static void CheckList(IReadOnlyList<string> cidrs, string path, (int Most, string Whose) quota, Findings findings)
    {
        RuleText.NoDuplicates(cidrs, path, findings);
        if (cidrs.Count > quota.Most)
            findings.Error(path, $"has {cidrs.Count:N0} ranges; {quota.Whose} allows {quota.Most:N0}. Merge some.");
        for (var i = 0; i < cidrs.Count; i++)
            if (Problem(cidrs[i]) is { } problem)
                findings.Error(JsonPath.Item(path, i), problem);
    }

    private static string? Problem(string cidr)
    {
        // .NET also reads "10/8", octal numbers, zones and brackets, and cuts off bits that are too many.
        var parts = cidr.Split('/');
        if (
            !IPNetwork.TryParse(cidr, out var network)
            || !IPAddress.TryParse(parts[0], out var address)
            || !IsPlain(parts[0], address)
            || parts[1] != $"{network.PrefixLength}"
        )
            return $"\"{cidr}\" is not a range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32.";
        return address.Equals(network.BaseAddress)
            ? null
            : $"\"{cidr}\" has bits behind the first {network.PrefixLength}. Write {network}.";
    }

    private static bool IsPlain(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : text.AsSpan().IndexOfAny('%', '[') < 0;
}
