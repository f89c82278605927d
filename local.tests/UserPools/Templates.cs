using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Deployed resources of tests.</summary>
internal static class Templates
{
    public const string PoolId = "eu-west-1_Pool12345";
    public const string PoolArn = $"arn:aws:cognito-idp:eu-west-1:111122223333:userpool/{PoolId}";
    public const string FunctionArn = "arn:aws:lambda:eu-west-1:111122223333:function:trigger";
    public const string ClientSecret = "a-secret-of-the-portal";

    /// <summary>A pool like those of the project: sign-in with e-mail addresses.</summary>
    public static JsonObject Pool(object? changes = null) =>
        With(
            new
            {
                UserPoolName = "people",
                UsernameAttributes = new[] { "email" },
                AutoVerifiedAttributes = new[] { "email" },
                UsernameConfiguration = new { CaseSensitive = false },
                MfaConfiguration = "OPTIONAL",
                EnabledMfas = new[] { "SOFTWARE_TOKEN_MFA" },
                AdminCreateUserConfig = new { AllowAdminCreateUserOnly = false },
                AccountRecoverySetting = new { RecoveryMechanisms = new[] { new { Name = "verified_email", Priority = 1 } } },
                UserAttributeUpdateSettings = new { AttributesRequireVerificationBeforeUpdate = new[] { "email" } },
                Policies = new
                {
                    PasswordPolicy = new
                    {
                        MinimumLength = 12,
                        RequireLowercase = true,
                        RequireUppercase = true,
                        RequireNumbers = true,
                        RequireSymbols = true,
                        TemporaryPasswordValidityDays = 3,
                    },
                },
                Schema = new object[]
                {
                    new
                    {
                        Name = "email",
                        Required = true,
                        Mutable = true,
                    },
                    new
                    {
                        Name = "tenant",
                        AttributeDataType = "String",
                        Mutable = true,
                        StringAttributeConstraints = new { MaxLength = "8", MinLength = "2" },
                    },
                    new
                    {
                        Name = "badge",
                        AttributeDataType = "Number",
                        Mutable = false,
                        NumberAttributeConstraints = new { MaxValue = "100" },
                    },
                },
            },
            changes
        );

    /// <summary>A client like those of the project, with the flows that need no mathematics too.</summary>
    public static JsonObject Client(object? changes = null) =>
        With(
            new
            {
                UserPoolId = PoolId,
                ClientName = "web",
                GenerateSecret = false,
                ExplicitAuthFlows = new[]
                {
                    "ALLOW_USER_SRP_AUTH",
                    "ALLOW_USER_PASSWORD_AUTH",
                    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
                    "ALLOW_REFRESH_TOKEN_AUTH",
                },
                PreventUserExistenceErrors = "ENABLED",
                EnableTokenRevocation = true,
                AccessTokenValidity = 1800,
                IdTokenValidity = 3600,
                RefreshTokenValidity = 86400,
                TokenValidityUnits = new
                {
                    AccessToken = "seconds",
                    IdToken = "seconds",
                    RefreshToken = "seconds",
                },
                ReadAttributes = new[] { "email", "email_verified", "name", "custom:tenant" },
                WriteAttributes = new[] { "email", "name", "custom:badge" },
            },
            changes
        );

    public static Resource Resource(string type, string name, JsonObject properties, string arn = "") =>
        new()
        {
            Stack = "Test",
            LogicalId = name,
            Type = type,
            Name = name,
            Arn = arn,
            Properties = properties,
            Attributes =
                properties["GenerateSecret"]?.GetValue<bool>() == true
                    ? new Dictionary<string, string> { ["ClientSecret"] = ClientSecret }
                    : [],
        };

    public static Resource Group(string name, int? precedence, string? roleArn) =>
        Resource(
            "AWS::Cognito::UserPoolGroup",
            name,
            Json(
                new
                {
                    UserPoolId = PoolId,
                    GroupName = name,
                    Precedence = precedence,
                    RoleArn = roleArn,
                }
            )
        );

    /// <summary>The function that all triggers of a test call, and the permission to.</summary>
    public static Resource[] Function(object? permissionChanges = null) =>
        [
            Resource("AWS::Lambda::Function", "trigger", [], FunctionArn),
            Resource(
                "AWS::Lambda::Permission",
                "permission",
                With(
                    new
                    {
                        Action = "lambda:InvokeFunction",
                        FunctionName = FunctionArn,
                        Principal = "cognito-idp.amazonaws.com",
                        SourceArn = PoolArn,
                        SourceAccount = "111122223333",
                    },
                    permissionChanges
                )
            ),
        ];

    public static JsonObject Json(object value)
    {
        var json = JsonSerializer.SerializeToNode(value)!.AsObject();
        foreach (var absent in json.Where(p => p.Value is null).Select(p => p.Key).ToList())
            json.Remove(absent);
        return json;
    }

    internal static JsonObject With(object properties, object? changes)
    {
        var json = Json(properties);
        foreach (var (name, value) in changes is null ? [] : JsonSerializer.SerializeToNode(changes)!.AsObject())
            json[name] = value?.DeepClone();
        return json;
    }
}
