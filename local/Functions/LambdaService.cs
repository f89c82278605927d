using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Functions;

/// <summary>AWS Lambda: reads functions, invokes them, and takes other code or another configuration for one by hand, as <c>cdk watch</c> sends it.</summary>
/// <remarks>Source: AWS Lambda API Reference, "GetFunction", "GetFunctionConcurrency", "GetFunctionConfiguration", "GetPolicy", "Invoke", "ListTags", "UpdateFunctionCode", "UpdateFunctionConfiguration"
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html).</remarks>
internal sealed partial class LambdaService(
    IDeployment deployment,
    IResourceChanges changes,
    IFunctions functions,
    IAuthorizer authorizer,
    IRequestAuthenticator authenticator
) : IHttpService
{
    private const int LargestBody = 6 * 1024 * 1024;
    private static readonly string[] Configured =
    [
        "Description",
        "Environment",
        "Handler",
        "LoggingConfig",
        "MemorySize",
        "Role",
        "Runtime",
        "Timeout",
    ];

    /// <inheritdoc/>
    public string SigningName => "lambda";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext http)
    {
        var body = await ReadAsync(http.Request);
        var caller = await authenticator.AuthenticateAsync(http.Request, body, SigningName);
        if (caller is Anonymous)
            throw new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
        var path = Address().Match(RawTarget.Of(http.Request).Path);
        var (what, part) = (path.Groups[1].Value, path.Groups[3].Value);
        var name = Uri.UnescapeDataString(path.Groups[2].Value).Split(":function:")[^1].Split(':')[0];
        var operation = !path.Success
            ? null
            : (http.Request.Method, part) switch
            {
                ("GET", "") => what == "tags" ? "ListTags" : "GetFunction",
                ("GET", "concurrency") => "GetFunctionConcurrency",
                ("GET", "policy") => "GetPolicy",
                ("GET", "configuration") => "GetFunctionConfiguration",
                ("POST", "invocations") => "InvokeFunction",
                ("PUT", "code") => "UpdateFunctionCode",
                ("PUT", "configuration") => "UpdateFunctionConfiguration",
                _ => null,
            };
        if (operation is null)
            throw new AwsException(
                "UnknownOperationException",
                $"{http.Request.Method} {http.Request.Path} is not among what this machine's Lambda does.",
                404
            );
        var function = deployment.Current.Find(FunctionsSupport.Function, name);
        var arn = function?.Arn ?? $"arn:aws:lambda:{deployment.Current.Region}:{deployment.Current.Account}:function:{name}";
        if (!(await authorizer.DecideAsync(caller, [new($"lambda:{operation}", arn)], http.RequestAborted)).Allowed)
            throw new AwsException(
                "AccessDeniedException",
                $"User: {caller.Arn} is not authorized to perform: lambda:{operation} on resource: {arn}",
                403
            );
        if (function is null)
            throw new AwsException("ResourceNotFoundException", $"Function not found: {arn}", 404);
        if (operation == "InvokeFunction")
            await InvokeAsync(http, function, body);
        else
            await Json.WriteAsync(http, await DoAsync(operation, function, body, http.RequestAborted));
    }

    private async Task<JsonObject> DoAsync(string operation, Resource function, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        if (operation == "GetFunctionConcurrency")
            return function.Properties["ReservedConcurrentExecutions"] is { } reserved
                ? new() { ["ReservedConcurrentExecutions"] = int.Parse(reserved.ToString(), CultureInfo.InvariantCulture) }
                : [];
        if (operation == "GetPolicy")
            return new() { ["Policy"] = Policy(function).ToJsonString(), ["RevisionId"] = Guid.Empty.ToString() };
        if (operation == "ListTags")
            return new() { ["Tags"] = ResourceTags.Map(function) };
        if (operation is "GetFunction" or "GetFunctionConfiguration")
        {
            var told = Told(function);
            return operation == "GetFunctionConfiguration"
                ? told
                : new()
                {
                    ["Configuration"] = told,
                    ["Code"] = new JsonObject { ["RepositoryType"] = "S3" },
                    ["Tags"] = ResourceTags.Map(function),
                };
        }
        var input = Json.Parse(body);
        try
        {
            await changes.ChangeAsync(
                function,
                properties =>
                {
                    if (operation == "UpdateFunctionCode")
                        properties["Code"] = Code(input);
                    else
                        foreach (var member in Configured.Where(input.ContainsKey))
                            properties[member] = input[member]?.DeepClone();
                },
                cancel
            );
        }
        catch (Exception e) when (e is DeploymentException or TemplateException)
        {
            throw new AwsException("InvalidParameterValueException", e.Message);
        }
        return Told(deployment.Current.FindByArn(function.Arn)!);
    }

    private static JsonObject Code(JsonObject input) =>
        input["S3Key"] is { } key
            ? new() { ["S3Bucket"] = input["S3Bucket"]?.DeepClone(), ["S3Key"] = key.DeepClone() }
            : throw new AwsException("InvalidParameterValueException", "Code comes from a bucket here: S3Bucket and S3Key.");

    private async Task InvokeAsync(HttpContext http, Resource function, ReadOnlyMemory<byte> body)
    {
        if (http.Request.Headers["X-Amz-Invocation-Type"].ToString() is not ("" or "RequestResponse"))
            throw new AwsException("InvalidParameterValueException", "Functions are invoked synchronously here (RequestResponse).");
        http.Response.ContentType = "application/json";
        http.Response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        string answer;
        try
        {
            var result = await functions.InvokeAsync(
                function,
                body.IsEmpty ? new JsonObject() : JsonNode.Parse(body.Span)!,
                TimeSpan.FromMinutes(15),
                http.RequestAborted
            );
            answer = result?.ToJsonString() ?? "null";
        }
        catch (FunctionException e)
        {
            http.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
            answer = new JsonObject { ["errorMessage"] = e.Message }.ToJsonString();
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new AwsException("InvalidRequestContentException", $"Could not parse request body into json: {e.Message}");
        }
        await http.Response.WriteAsync(answer, http.RequestAborted);
    }

    /// <summary>The policy that the permissions of the templates make.</summary>
    private JsonObject Policy(Resource function)
    {
        var statements = deployment
            .Current.OfType("AWS::Lambda::Permission")
            .Where(p => p.Text("FunctionName") is { } of && (of == function.Name || of == function.Arn))
            .Select(p =>
            {
                var conditions = new JsonObject();
                if (p.Text("SourceAccount") is { } account)
                    conditions["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = account };
                if (p.Text("SourceArn") is { } arn)
                    conditions["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = arn };
                var principal = p.Text("Principal");
                var statement = new JsonObject
                {
                    ["Sid"] = $"{p.Stack}-{p.LogicalId}",
                    ["Effect"] = "Allow",
                    ["Principal"] =
                        principal?.EndsWith(".amazonaws.com", StringComparison.Ordinal) == true
                            ? new JsonObject { ["Service"] = principal }
                            : new JsonObject { ["AWS"] = principal },
                    ["Action"] = p.Text("Action"),
                    ["Resource"] = function.Arn,
                };
                if (conditions.Count > 0)
                    statement["Condition"] = conditions;
                return statement;
            })
            .ToList();
        return statements.Count > 0
            ? new()
            {
                ["Version"] = "2012-10-17",
                ["Id"] = "default",
                ["Statement"] = new JsonArray([.. statements]),
            }
            : throw new AwsException("ResourceNotFoundException", "The resource you requested does not exist.", 404);
    }

    private static JsonObject Told(Resource function)
    {
        var told = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = function.Arn,
            ["Version"] = "$LATEST",
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = "Zip",
        };
        foreach (var member in Configured.Append("Architectures").Where(function.Properties.ContainsKey))
            told[member] = function.Properties[member]?.DeepClone();
        told["MemorySize"] ??= 128;
        told["Timeout"] ??= 3;
        return told;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer) is > 0 and var read)
        {
            if (body.Length + read > LargestBody)
                throw new AwsException("RequestTooLargeException", "The request is too long", 413);
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    [GeneratedRegex("^/20[0-9-]+/(functions|tags)/([^/]+)/?([a-z]*)$")]
    private static partial Regex Address();
}
