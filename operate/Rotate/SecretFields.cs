using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Rotate;

/// <summary>A secret of Secrets Manager that is a JSON object.</summary>
internal sealed class SecretFields(AwsCall secrets, string id)
{
    /// <summary>The current version; null where there is no such secret.</summary>
    public async Task<(JsonObject Fields, string? Text, string? Version)?> ReadAsync(CancellationToken cancel, string? version = null)
    {
        try
        {
            var input = new JsonObject { ["SecretId"] = id };
            if (version is not null)
                input["VersionId"] = version;
            var answer = await secrets("GetSecretValue", input, cancel);
            var text = answer["SecretString"]?.ToString();
            return (Parse(text) ?? [], text, answer["VersionId"]?.ToString());
        }
        catch (AwsError e) when (e.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    /// <summary>Puts a version in the place of the current one, or makes the secret.</summary>
    public Task WriteAsync(JsonObject fields, bool isNew, CancellationToken cancel)
    {
        var input = new JsonObject { ["SecretString"] = fields.ToJsonString() };
        input[isNew ? "Name" : "SecretId"] = id;
        return secrets(isNew ? "CreateSecret" : "PutSecretValue", input, cancel);
    }

    private static JsonObject? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
