using System.Text.Json.Nodes;

namespace CognitoStack.Tests.Assurance;

/// <summary>Faults of trust, of the way to a role, and of switches.</summary>
public static partial class PlantedFaults
{
    private static IEnumerable<Fault> OfGates =>
        [
            new(
                "trust",
                "another identity pool",
                Local,
                t => Trust(t, "Member")["StringEquals"]!["cognito-identity.amazonaws.com:aud"] = "us-east-1:another"
            ),
            new("trust", "any identity pool", Local, t => Trust(t, "Admin").Remove("StringEquals")),
            new(
                "trust",
                "any identity pool by a pattern",
                Local,
                t =>
                {
                    Trust(t, "Admin").Remove("StringEquals");
                    Trust(t, "Admin")["StringLike"] = new JsonObject { ["cognito-identity.amazonaws.com:aud"] = "us-east-1:*" };
                }
            ),
            new("trust", "guests too", Local, t => Trust(t, "Member").Remove("ForAnyValue:StringLike")),
            new(
                "trust",
                "guests instead",
                Local,
                t => Trust(t, "Member")["ForAnyValue:StringLike"]!["cognito-identity.amazonaws.com:amr"] = "unauthenticated"
            ),
            new(
                "trust",
                "anybody who says nothing of their kind",
                Local,
                t =>
                {
                    var amr = Trust(t, "Member")["ForAnyValue:StringLike"]!.DeepClone();
                    Trust(t, "Member").Remove("ForAnyValue:StringLike");
                    Trust(t, "Member")["ForAllValues:StringLike"] = amr;
                }
            ),
            new(
                "trust",
                "every kind by a star",
                Local,
                t => Trust(t, "Guest")["ForAnyValue:StringLike"]!["cognito-identity.amazonaws.com:amr"] = "*"
            ),
            new(
                "trust",
                "no session tags",
                Tagged,
                t =>
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["AssumeRolePolicyDocument"]!,
                        "sts:TagSession",
                        "sts:SetSourceIdentity"
                    )
            ),
            new(
                "trust",
                "session tags for anybody",
                Tagged,
                t =>
                    t.Properties("AWS::IAM::Role", "RoleMember")["AssumeRolePolicyDocument"]!["Statement"]!
                        .AsArray()
                        .Add(
                            new JsonObject
                            {
                                ["Effect"] = "Allow",
                                ["Action"] = "sts:TagSession",
                                ["Principal"] = new JsonObject { ["Federated"] = "cognito-identity.amazonaws.com" },
                            }
                        )
            ),
            new(
                "access",
                "guests and users swapped",
                Local,
                t => Swap(t.Properties("AWS::Cognito::IdentityPoolRoleAttachment")["Roles"]!.AsObject(), "authenticated", "unauthenticated")
            ),
            new(
                "roles",
                "everybody an administrator",
                Local,
                t =>
                    t.Properties("AWS::Cognito::IdentityPoolRoleAttachment")["Roles"]!["authenticated"] = JsonNode.Parse(
                        """{ "Fn::GetAtt": ["RoleAdminB542BE9D", "Arn"] }"""
                    )
            ),
            new("roles", "the other answer where the role is not clear", Local, t => Mapping(t, "web")["AmbiguousRoleResolution"] = "Deny"),
            new(
                "roles",
                "a client whose groups do not count",
                Local,
                t => t.Properties("AWS::Cognito::IdentityPoolRoleAttachment")["RoleMappings"]!.AsObject().Remove("mobile")
            ),
            new("roles", "a group without its role", Local, t => t.Properties("AWS::Cognito::UserPoolGroup").Remove("RoleArn")),
            new("roles", "a choice of roles", Local, t => t.Properties("AWS::Cognito::IdentityPool")["AllowClassicFlow"] = true),
            new(
                "roles",
                "a client that is not taken",
                Local,
                t => t.Properties("AWS::Cognito::IdentityPool")["CognitoIdentityProviders"]!.AsArray().RemoveAt(1)
            ),
            new(
                "roles",
                "any client of the user pool",
                Local,
                t => t.Properties("AWS::Cognito::IdentityPool")["CognitoIdentityProviders"]![0]!["ClientId"] = "another"
            ),
            new(
                "roles",
                "rules in another order",
                Tagged,
                t =>
                {
                    var rules = Mapping(t, "web")["RulesConfiguration"]!["Rules"]!.AsArray();
                    var first = rules[0]!;
                    rules.RemoveAt(0);
                    rules.Add(first);
                }
            ),
            new(
                "roles",
                "a rule that asks for the contrary",
                Tagged,
                t => Mapping(t, "web")["RulesConfiguration"]!["Rules"]![0]!["MatchType"] = "NotEqual"
            ),
            new(
                "roles",
                "a rule with another value",
                Tagged,
                t => Mapping(t, "web")["RulesConfiguration"]!["Rules"]![0]!["Value"] = "silver"
            ),
            new(
                "roles",
                "a rule that leads elsewhere",
                Tagged,
                t =>
                    Mapping(t, "web")["RulesConfiguration"]!["Rules"]![0]!["RoleARN"] = Mapping(t, "web")["RulesConfiguration"]!["Rules"]![
                        1
                    ]!["RoleARN"]!.DeepClone()
            ),
            new(
                "roles",
                "a rule behind another, whose role one may ask for",
                Tagged,
                t =>
                {
                    var rules = Mapping(t, "web")["RulesConfiguration"]!["Rules"]!.AsArray();
                    var hidden = rules[0]!.DeepClone();
                    hidden["RoleARN"] = t.Properties("AWS::Cognito::IdentityPoolRoleAttachment")["Roles"]!["authenticated"]!.DeepClone();
                    rules.Add(hidden);
                }
            ),
            new(
                "roles",
                "precedence the other way round",
                Tagged,
                t =>
                {
                    foreach (var group in t.Resources("AWS::Cognito::UserPoolGroup"))
                        group["Properties"]!["Precedence"] = 3 - group["Properties"]!["Precedence"]!.GetValue<int>();
                }
            ),
            new("settings", "the classic flow", Local, t => t.Properties("AWS::Cognito::IdentityPool")["AllowClassicFlow"] = true),
            new(
                "settings",
                "guests where there are none",
                Dev,
                t => t.Properties("AWS::Cognito::IdentityPool")["AllowUnauthenticatedIdentities"] = true
            ),
            new(
                "settings",
                "tokens of users who have signed out",
                Local,
                t => t.Properties("AWS::Cognito::IdentityPool")["CognitoIdentityProviders"]![0]!["ServerSideTokenCheck"] = false
            ),
            new(
                "settings",
                "a bucket that may be public",
                Local,
                t => t.Properties("AWS::S3::Bucket", "BucketFiles")["PublicAccessBlockConfiguration"]!["RestrictPublicBuckets"] = false
            ),
            new(
                "settings",
                "a bucket without a public access block",
                Local,
                t => t.Properties("AWS::S3::Bucket", "AccessLogs").Remove("PublicAccessBlockConfiguration")
            ),
            new("settings", "ACLs of objects", Local, t => t.Properties("AWS::S3::Bucket", "BucketFiles").Remove("OwnershipControls")),
            new("settings", "no second factor", Local, t => t.Properties("AWS::Cognito::UserPool")["MfaConfiguration"] = "OFF"),
            new(
                "settings",
                "sign-up for everybody",
                Evidence.Shipped("staging"),
                t => t.Properties("AWS::Cognito::UserPool")["AdminCreateUserConfig"]!["AllowAdminCreateUserOnly"] = false
            ),
            new(
                "settings",
                "answers that tell whether a user exists",
                Local,
                t => t.Properties("AWS::Cognito::UserPoolClient").Remove("PreventUserExistenceErrors")
            ),
            new(
                "settings",
                "tokens that cannot be revoked",
                Local,
                t => t.Properties("AWS::Cognito::UserPoolClient")["EnableTokenRevocation"] = false
            ),
            new(
                "settings",
                "passwords sent as they are",
                Local,
                t => t.Properties("AWS::Cognito::UserPoolClient")["ExplicitAuthFlows"]!.AsArray().Add("ALLOW_USER_PASSWORD_AUTH")
            ),
            new(
                "settings",
                "the implicit flow",
                Local,
                t => t.Properties("AWS::Cognito::UserPoolClient")["AllowedOAuthFlows"]!.AsArray().Add("implicit")
            ),
            new(
                "principals",
                "a trigger that any account's pool may call",
                Local,
                t => t.Properties("AWS::Lambda::Permission").Remove("SourceAccount")
            ),
            new(
                "settings",
                "a pool that can be deleted in production",
                Evidence.Shipped("prod"),
                t => t.Properties("AWS::Cognito::UserPool")["DeletionProtection"] = "INACTIVE"
            ),
            new(
                "escalation",
                "a tier that users write",
                Tagged,
                t => t.Properties("AWS::Cognito::UserPoolClient", "ClientWeb")["WriteAttributes"]!.AsArray().Add("custom:tier")
            ),
            new(
                "escalation",
                "a tenant that users write",
                Tagged,
                t => t.Properties("AWS::Cognito::UserPoolClient", "ClientPortal")["WriteAttributes"]!.AsArray().Add("custom:tenant")
            ),
            new(
                "escalation",
                "a client that may write all",
                Tagged,
                t => t.Properties("AWS::Cognito::UserPoolClient", "ClientWeb").Remove("WriteAttributes")
            ),
            new(
                "escalation",
                "a tenant that a provider writes",
                Tagged,
                t =>
                    t.Add(
                        "Authentication",
                        "Corp",
                        """
                        { "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderName": "Corp", "ProviderType": "SAML", "AttributeMapping": { "custom:tenant": "org" } } }
                        """
                    )
            ),
            new(
                "escalation",
                "a rule on an address that nobody verified",
                Tagged,
                t =>
                {
                    Mapping(t, "web")["RulesConfiguration"]!["Rules"]![0]!["Claim"] = "email";
                    t.Properties("AWS::Cognito::UserPool").Remove("AutoVerifiedAttributes");
                }
            ),
            new(
                "escalation",
                "a group by a part of another's name",
                Tagged,
                t =>
                {
                    var rule = Mapping(t, "web")["RulesConfiguration"]!["Rules"]![0]!;
                    (rule["Claim"], rule["MatchType"], rule["Value"]) = ("cognito:groups", "Contains", "edit");
                }
            ),
            new(
                "escalation",
                "a rule on the nickname",
                Tagged,
                t => Mapping(t, "web")["RulesConfiguration"]!["Rules"]![1]!["Claim"] = "nickname"
            ),
            new(
                "escalation",
                "a tag from the nickname",
                Tagged,
                t => t.Properties("AWS::Cognito::IdentityPoolPrincipalTag")["PrincipalTags"]!["tenant"] = "nickname"
            ),
            new(
                "secrets",
                "a client secret in plain text",
                Local,
                t =>
                    t.Add(
                        "Authentication",
                        "Google",
                        $$"""
                        { "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderDetails": { "client_secret": "{{"GOCSPX"
                            + "-1a2B3c4D5e6F7g8H9i0J"}}" } } }
                        """
                    )
            ),
            new(
                "secrets",
                "a key in an environment variable",
                Local,
                t => t.Properties("AWS::Lambda::Function")["Environment"]!["Variables"]!["KEY"] = "q8ZrT2vX" + "9LmK4wPn7HsB1cJdY6fGuE3a"
            ),
        ];

    private static JsonObject Trust(Templates templates, string role) => templates.Trust(role)["Condition"]!.AsObject();

    private static JsonObject Mapping(Templates templates, string client) =>
        templates.Properties("AWS::Cognito::IdentityPoolRoleAttachment")["RoleMappings"]![client]!.AsObject();

    private static void Swap(JsonObject node, string one, string other)
    {
        var (first, second) = (node[one]!.DeepClone(), node[other]!.DeepClone());
        (node[one], node[other]) = (second, first);
    }
}
