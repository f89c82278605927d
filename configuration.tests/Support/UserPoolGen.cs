using System.Text.Json.Nodes;
using CsCheck;
using static CognitoStack.Tests.Support.JsonGen;

namespace CognitoStack.Tests.Support;

/// <summary>What the rest of an environment must know of its user pool.</summary>
internal sealed record PoolChoice(string Plan, bool Email, bool Sms, string Mfa)
{
    public bool IsLite => Plan == "lite";

    public static Gen<PoolChoice> Any { get; } =
        Gen.Select(
            OneOf("essentials", "lite", "plus"),
            Gen.Bool,
            Gen.Bool,
            OneOf("optional", "off", "required"),
            (plan, email, sms, mfa) => new PoolChoice(plan, email, sms, mfa)
        );
}

/// <summary>Generates valid <c>userPool</c> parts.</summary>
internal static class UserPoolGen
{
    public static Gen<JsonObject> Valid(PoolChoice choice) =>
        from signInWith in Some(1, [.. Only("email"), .. Only("username"), .. Only("phone", choice.Sms), "preferredUsername"])
            .Where(aliases => !aliases.Contains("preferredUsername") || aliases.Contains("username"))
        from selfSignUp in MaybeBool
        from policy in Maybe(PasswordPolicy(choice))
        from factors in FirstFactors(choice)
        from passkeys in factors.Contains("passkey") ? Maybe(Passkeys(choice)) : None
        from mfaFactors in choice.Mfa == "off"
            ? None
            : Maybe(Some(1, [.. Only("totp"), .. Only("sms", choice.Sms), .. Only("email", choice.Email && !choice.IsLite)]))
        from attributes in Maybe(Attributes)
        from recovery in Maybe(OneOf(["email", "none", .. Only("phone", choice.Sms), .. Only("emailThenPhone", choice.Sms)]))
        from devices in Maybe(Devices)
        from email in choice.Email ? Email : None
        from smsRegion in Maybe(Gen.Const("eu-west-1"))
        from messages in Maybe(Messages)
        select Object(
            ("plan", choice.Plan),
            ("signInWith", List(signInWith)),
            ("selfSignUp", selfSignUp),
            ("passwordPolicy", policy),
            ("firstFactors", List(factors)),
            ("passkeys", passkeys),
            ("mfa", Object(("mode", choice.Mfa), ("factors", mfaFactors))),
            ("attributes", attributes),
            ("accountRecovery", recovery),
            ("devices", devices),
            ("email", email),
            ("sms", choice.Sms ? Object(("region", smsRegion)) : null),
            ("messages", messages)
        );

    private static Gen<JsonNode?> None { get; } = Gen.Const((JsonNode?)null);

    private static string[] Only(string item, bool when = true) => when ? [item] : [];

    private static Gen<JsonNode?> PasswordPolicy(PoolChoice choice) =>
        from minimum in Maybe(Gen.Int[8, 99])
        from lower in MaybeBool
        from digits in MaybeBool
        from history in Maybe(Gen.Int[0, choice.IsLite ? 0 : 24])
        from days in Maybe(Gen.Int[1, 365])
        select (JsonNode?)Object(
            ("minimumLength", minimum),
            ("requireLowercase", lower),
            ("requireDigits", digits),
            ("history", history),
            ("temporaryPasswordDays", days)
        );

    /// <summary>A code alone is one factor, so required MFA excludes it.</summary>
    private static Gen<string[]> FirstFactors(PoolChoice choice)
    {
        var codes = choice.Mfa != "required";
        return choice.IsLite
            ? Some(1, "password")
            : Some(0, [.. Only("passkey"), .. Only("emailOtp", codes && choice.Email), .. Only("smsOtp", codes && choice.Sms)])
                .Select(others => (string[])["password", .. others]);
    }

    private static Gen<JsonNode?> Passkeys(PoolChoice choice) =>
        from party in Maybe(OneOf("example.com", "auth.example.com"))
        from verification in Maybe(choice.Mfa == "required" ? Gen.Const("required") : OneOf("required", "preferred"))
        select (JsonNode?)Object(("relyingPartyId", party), ("userVerification", verification));

    private static Gen<JsonNode?> Attributes { get; } =
        from standard in Some(0, "email", "name", "locale")
        from required in Gen.Bool
        from own in Some(0, "custom:tenant", "custom:age", "custom:born")
        from least in Gen.Int[0, 10]
        from span in Gen.Int[0, 100]
        from mutable in MaybeBool
        from writable in MaybeBool
        select (JsonNode?)Object([
            .. standard.Select(name =>
                (
                    name,
                    (JsonNode?)Object(
                        ("required", required),
                        ("mutable", mutable?.DeepClone()),
                        ("writableByUser", required ? null : writable?.DeepClone())
                    )
                )
            ),
            .. own.Select(name =>
                (
                    name,
                    (JsonNode?)(
                        name switch
                        {
                            "custom:age" => Object(("type", "number"), ("min", least), ("max", least + span)),
                            "custom:born" => Object(("type", "dateTime"), ("writableByUser", writable?.DeepClone())),
                            _ => Object(("minLength", least), ("maxLength", least + span), ("mutable", mutable?.DeepClone())),
                        }
                    )
                )
            ),
        ]);

    private static Gen<JsonNode?> Devices { get; } =
        from remember in OneOf("off", "always", "userOptIn")
        from challenge in MaybeBool
        select (JsonNode?)Object(("remember", remember), ("challenge", remember == "off" ? null : challenge));

    private static Gen<JsonNode?> Email { get; } =
        from identity in OneOf("example.com", "no-reply@example.com")
        from name in OneOf("no-reply@example.com", "Acme <no-reply@example.com>")
        from reply in Maybe(Gen.Const("help@example.org"))
        from set in Maybe(Gen.Const("events"))
        select (JsonNode?)Object(
            ("sesIdentityArn", $"arn:aws:ses:eu-west-1:111122223333:identity/{identity}"),
            ("from", name),
            ("replyTo", reply),
            ("configurationSet", set)
        );

    private static Gen<JsonNode?> Messages { get; } =
        from style in OneOf("code", "link")
        from subject in Maybe(Gen.Const("Welcome"))
        from body in Maybe(Gen.Const(style == "code" ? "Your code is {####}." : "Follow {##this##}."))
        from invitation in Maybe(Gen.Const("Hello {username}, {####}."))
        select (JsonNode?)Object(
            ("verification", Object(("style", style), ("subject", subject), ("body", body))),
            ("invitation", Object(("body", invitation)))
        );
}
