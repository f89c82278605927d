using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <content>Faults that only a request nobody thought of shows.</content>
public static partial class PlantedFaults
{
    private static IEnumerable<Fault> OfRequests =>
        [
            new(
                "requests",
                "the folder of whoever's identity begins with the letter a",
                Local,
                t => AddKey(t, "Member", "s3:GetObject", "users/us-east-1:a*")
            ),
            new("requests", "a folder that nobody has, of one letter", Local, t => AddKey(t, "Member", "s3:GetObject", "?/*")),
            new(
                "requests",
                "one object of all there are",
                Local,
                t => AddKey(t, "Guest", "s3:GetObject", "users/us-east-1:00000000-0000-4000-8000-000000000000/x")
            ),
            new(
                "requests",
                "every folder, but for those that begin with z",
                Local,
                t =>
                {
                    AddKey(t, "Member", "s3:GetObject", "users/*");
                    Deny(t, "Member", "s3:GetObject", "users/us-east-1:z*");
                }
            ),
            new(
                "requests",
                "every folder, but for plain HTTP",
                Local,
                t =>
                    AddKey(t, "Member", "s3:GetObject", "users/*")["Condition"] = JsonNode.Parse(
                        """{ "Bool": { "aws:SecureTransport": "true" } }"""
                    )
            ),
            new(
                "requests",
                "another's folder on the first of April",
                Local,
                t =>
                    AddKey(t, "Member", "s3:GetObject", "users/*")["Condition"] = JsonNode.Parse(
                        """{ "DateGreaterThan": { "aws:CurrentTime": "2027-04-01T00:00:00Z" }, "DateLessThan": { "aws:CurrentTime": "2027-04-02T00:00:00Z" } }"""
                    )
            ),
            new(
                "requests",
                "another's folder from one network",
                Local,
                t =>
                    AddKey(t, "Member", "s3:GetObject", "users/*")["Condition"] = JsonNode.Parse(
                        """{ "IpAddress": { "aws:SourceIp": "198.51.100.0/24" } }"""
                    )
            ),
            new(
                "requests",
                "another's folder through an endpoint",
                Local,
                t =>
                    AddKey(t, "Member", "s3:GetObject", "users/*")["Condition"] = JsonNode.Parse(
                        """{ "StringEquals": { "aws:SourceVpce": "vpce-1" } }"""
                    )
            ),
            new(
                "requests",
                "another's folder for whoever has a tag",
                Tagged,
                t =>
                    AddKey(t, "Member", "s3:GetObject", "users/*")["Condition"] = JsonNode.Parse(
                        """{ "StringEquals": { "aws:PrincipalTag/tenant": "headquarters" } }"""
                    )
            ),
            new(
                "requests",
                "a leading key among others",
                Local,
                t => t.Statement("Member", "dynamodb:Query").ReplaceOperator("ForAllValues:StringEquals", "ForAnyValue:StringEquals")
            ),
            new(
                "requests",
                "the account of a bucket, if it is said",
                Local,
                t => t.Statement("Member", "s3:PutObject").ReplaceOperator("StringEquals", "StringEqualsIfExists")
            ),
            new(
                "requests",
                "a tenant whose name holds the tag's",
                Tagged,
                t =>
                    Templates.Replace(
                        t.Properties("AWS::IAM::Role", "RoleMember")["Policies"]!,
                        "/tenants/${aws:PrincipalTag/tenant}/",
                        "/tenants/*${aws:PrincipalTag/tenant}*/"
                    )
            ),
            new(
                "requests",
                "an action that the file cannot grant, on the own folder",
                Local,
                t => t.Statement("Member", "s3:PutObject")["Action"]!.AsArray().Add("s3:PutObjectAcl")
            ),
            new(
                "requests",
                "one user kept out of their own folder",
                Local,
                t => Deny(t, "Member", "s3:*", "users/us-east-1:00000000-0000-4000-8000-000000000000/*")
            ),
            new(
                "requests",
                "everybody kept out of their own folder at night",
                Local,
                t =>
                    Deny(t, "Member", "s3:GetObject", "*")["Condition"] = JsonNode.Parse(
                        """{ "DateGreaterThan": { "aws:CurrentTime": "2027-01-01T22:00:00Z" } }"""
                    )
            ),
            new(
                "requests",
                "a bucket that lets a role read by its own policy",
                Local,
                t =>
                    t.BucketPolicy.Add(
                        JsonNode.Parse(
                            """{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalArn": "*Member*" } } }"""
                        )
                    )
            ),
            new(
                "requests",
                "an identity pool, if it is said",
                Local,
                t => t.Trust("Member").ReplaceOperator("StringEquals", "StringEqualsIfExists")
            ),
            new(
                "requests",
                "users, if their kind is said",
                Local,
                t => t.Trust("Member").ReplaceOperator("ForAnyValue:StringLike", "ForAllValues:StringLike")
            ),
        ];

    /// <summary>Faults of other proofs that no request shows, with the reason why.</summary>
    public static IReadOnlyDictionary<string, string> NotShownByRequests { get; } =
        new Dictionary<string, string>
        {
            ["another claim for the tenant"] = "the policies are as before: what a tag means is decided by the identity pool",
        };

    private static JsonObject AddKey(Templates templates, string role, string action, string key) =>
        AddStatement(templates, role, "Allow", action, key);

    private static JsonObject Deny(Templates templates, string role, string action, string key) =>
        AddStatement(templates, role, "Deny", action, key);

    private static JsonObject AddStatement(Templates templates, string role, string effect, string action, string key)
    {
        var bucket = templates.Statement(role, "s3:GetObject")["Resource"]!;
        var resource = (bucket is JsonArray many ? many[0]! : bucket).DeepClone();
        // The bucket's name is there in whatever way the template has it: only what comes after it is another.
        var parts = resource["Fn::Join"]![1]!.AsArray();
        parts[^1] = $"/{key}";
        JsonObject statement = new()
        {
            ["Effect"] = effect,
            ["Action"] = action,
            ["Resource"] = resource,
        };
        templates.Statements(role).Add(statement);
        return statement;
    }
}
