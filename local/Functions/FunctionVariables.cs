using System.Globalization;
using System.Security.Cryptography;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Functions;

/// <summary>The environment variables of a function: those of the template, and those that Lambda sets.</summary>
internal static class FunctionVariables
{
    public const string LogStream = "AWS_LAMBDA_LOG_STREAM_NAME";

    /// <summary>All of them; AWS_EXECUTION_ENV is not among them, as Lambda does not set it for custom runtimes.</summary>
    public static Dictionary<string, string> Of(FunctionSettings settings, FunctionHost host, string runtimeApi, Credentials credentials) =>
        new(settings.Variables)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = settings.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = settings.Megabytes.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = settings.LogGroup,
            [LogStream] = $"{host.Clock.GetUtcNow():yyyy'/'MM'/'dd}/[$LATEST]{RandomNumberGenerator.GetHexString(32, lowercase: true)}",
            ["AWS_REGION"] = host.Region,
            ["AWS_DEFAULT_REGION"] = host.Region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken,
            ["AWS_ENDPOINT_URL"] = host.Endpoint.Address.AbsoluteUri.TrimEnd('/'),
            ["_HANDLER"] = settings.Handler,
            ["LAMBDA_TASK_ROOT"] = settings.Folder,
            ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/opt/bin",
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
        };
}
