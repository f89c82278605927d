using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Report;

namespace CognitoStack.Assurance.Tests;

/// <summary>Reports as small as they can be.</summary>
internal static class Samples
{
    public static AccessReport Report(bool holds = true) =>
        AccessReport.Of(
            "sample",
            ["guest", "member"],
            [
                new("settings", [], holds ? [] : [new("Pool", "MfaConfiguration", "<script>alert(1)</script>", "ON", "OFF", string.Empty)])
                {
                    Examined = "3 resources",
                },
                new(
                    "requests",
                    [],
                    holds
                        ? []
                        :
                        [
                            new(
                                "member",
                                "s3:GetObject",
                                "arn:aws:s3:::files/users/another/a.txt",
                                "denied",
                                "allowed (s3:tlsversion 1.3)",
                                "RoleMember/Access#0 {\"Effect\":\"Allow\"}"
                            ),
                        ]
                )
                {
                    Examined = "8 questions, each for all requests",
                    IsForAll = true,
                    Assumptions = ["AWS says of every request whether it came over TLS"],
                },
                new("readers", [], [])
                {
                    Examined = "1 place, 1 reader",
                    Table = new(
                        "Who reads what is kept",
                        ["Place", "Keeps", "Read by"],
                        [
                            ["AuditTable", "who signed in <when>", "nobody"],
                        ]
                    ),
                },
                ProofResult.Of(
                    AccessProof.Name,
                    [
                        Decision("member, ada", "member", "s3:GetObject", "users/{identityId}/", "own", true),
                        Decision("member, ada", "member", "s3:PutObject", "users/{identityId}/", "own", true),
                        Decision("member, ada", "member", "s3:GetObject", "users/{identityId}/", "another's", false),
                        Decision("guest, ada", "guest", "s3:GetObject", "users/{identityId}/", "own", false),
                        Decision("guest, ada", "guest", "s3:GetObject", "public/", string.Empty, true),
                        Decision("member, ada", "member", "s3:GetObject", "users/{identityId}/, without TLS", "own", false),
                        Decision("anybody, without credentials", null, "s3:GetObject", "public/", string.Empty, false),
                    ]
                ),
            ]
        );

    /// <summary>A key that only looks like a way out, and two resources that nobody reaches.</summary>
    public static AccessReport Attempts() =>
        AccessReport.Of(
            "sample",
            ["member"],
            [
                ProofResult.Of(
                    AccessProof.Name,
                    [
                        Decision("member, ada", "member", "s3:GetObject", "users/{identityId}/", "own", true),
                        Decision("member, ada", "member", "s3:GetObject", "users/{identityId}/ with ../ towards another's", "own", true),
                        Decision("member, ada", "member", "logs:GetLogEvents", "AWS::Logs::LogGroup", string.Empty, false, "Logs"),
                        Decision("member, ada", "member", "kms:Decrypt", "AWS::KMS::Key", string.Empty, false, "Key"),
                    ]
                ),
            ]
        );

    private static Decision Decision(
        string subject,
        string? role,
        string action,
        string label,
        string whose,
        bool allowed,
        string container = "files"
    ) =>
        new()
        {
            Subject = subject,
            Role = role,
            Action = action,
            Container = container,
            Label = label,
            Whose = whose,
            Resource = "arn:aws:s3:::files/x",
            Expected = allowed,
            Allowed = allowed,
            DecidedBy = allowed ? "RoleMember/Access#0 {\"Effect\":\"Allow\"}" : "no statement",
        };
}
