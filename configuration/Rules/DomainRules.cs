namespace CognitoStack.Configuration;

/// <summary>Rules of <c>domain</c>.</summary>
internal static class DomainRules
{
    /// <summary>Source: Amazon Cognito user pools API Reference, "CreateUserPoolDomain" (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html).</summary>
    private const int LongestName = 63;

    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        var domain = environment.Domain;
        if (domain.Prefix is { } prefix && ReservedWords.In(prefix) is { } word)
            findings.Error("$.domain.prefix", $"\"{prefix}\" contains \"{word}\", which Cognito reserves. Choose another.");
        if (domain is { Prefix: not null, Name: not null })
            findings.Error(
                "$.domain.prefix",
                $"\"{domain.Prefix}\" is a Cognito domain, but domain.name is \"{domain.Name}\". Keep one.",
                "$.domain.name"
            );
        if (domain.Name is not null)
            CheckOwn(domain, environment.TargetAccount, findings);
        foreach (
            var (key, value) in new[]
            {
                ("certificateArn", domain.CertificateArn),
                ("hostedZoneId", domain.HostedZoneId),
                ("hostedZoneName", domain.HostedZoneName),
            }
        )
            if (value is not null && domain.Name is null)
                findings.Error(
                    "$.domain." + key,
                    $"\"{value}\" belongs to a domain of your own, but there is no domain.name. Add it, or remove {key}.",
                    "$.domain.name"
                );
    }

    private static void CheckOwn(DomainConfiguration domain, string? account, Findings findings)
    {
        const string Path = "$.domain";
        if (domain.CertificateArn is null)
            findings.Error(
                Path + ".certificateArn",
                $"is missing, but \"{domain.Name}\" is a domain of your own. Give the ARN of its certificate in us-east-1."
            );
        else if (domain.CertificateArn.Split(':')[3] is not "us-east-1" and var region)
            findings.Error(
                Path + ".certificateArn",
                $"is in {region}, but login pages are served by CloudFront, which takes certificates of us-east-1 only. Request one there."
            );
        if (domain.CertificateArn?.Split(':')[4] is { Length: > 0 } owner && account is not null && owner != account)
            findings.Error(
                Path + ".certificateArn",
                $"is a certificate of the account {owner}, but the environment's is {account}, and ACM lends certificates to no other account. Request one there.",
                "$.account"
            );
        if (domain.HostedZoneId is null != domain.HostedZoneName is null)
            findings.Error(
                Path + (domain.HostedZoneId is null ? ".hostedZoneId" : ".hostedZoneName"),
                "is missing. Give hostedZoneId and hostedZoneName, or neither: then make the alias record yourself.",
                Path + ".hostedZoneId",
                Path + ".hostedZoneName"
            );
        if (domain.HostedZoneName is { } zone && !$".{domain.Name}".EndsWith("." + zone, StringComparison.Ordinal))
            findings.Error(
                Path + ".name",
                $"\"{domain.Name}\" is not in the hosted zone \"{zone}\", so its record could not stand there. Change one.",
                Path + ".hostedZoneName"
            );
        if (domain.Name!.Length > LongestName)
            findings.Error(
                Path + ".name",
                $"has {domain.Name.Length} characters; Cognito allows {LongestName} for a login domain. Shorten it."
            );
        if (domain.Name.Split('.').Length < 3)
            findings.Error(
                Path + ".name",
                $"\"{domain.Name}\" has no parent domain of yours, and Cognito asks for an A record there before it takes the domain. Use a subdomain such as \"auth.{domain.Name}\"."
            );
    }
}
