using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Images;

/// <summary>Amazon ECR with the repositories of the templates, which stay empty: images are neither pushed nor run here.</summary>
/// <remarks>Source: Amazon ECR API Reference, "DescribeRepositories", "ListImages" (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html).</remarks>
internal sealed class RegistryService(IDeployment deployment, IAuthorizer authorizer) : IJsonService
{
    private const string Type = "AWS::ECR::Repository";

    /// <inheritdoc/>
    public string Target => "AmazonEC2ContainerRegistry_V20150921";

    /// <inheritdoc/>
    public string SigningName => "ecr";

    /// <inheritdoc/>
    public bool IsSignedOnly => true;

    /// <inheritdoc/>
    public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
    {
        switch (call.Operation)
        {
            case "ListImages":
                var name = call.Input["repositoryName"]?.ToString() ?? string.Empty;
                await RequireAsync(call, name, cancel);
                Required(name);
                return new() { ["imageIds"] = new JsonArray() };
            case "DescribeRepositories":
                var wanted = (call.Input["repositoryNames"] as JsonArray ?? []).Select(n => n!.ToString()).ToList();
                foreach (var one in wanted.DefaultIfEmpty("*"))
                    await RequireAsync(call, one, cancel);
                var told = wanted.Count > 0 ? wanted.Select(Required) : deployment.Current.OfType(Type);
                return new() { ["repositories"] = new JsonArray([.. told.Select(Told)]) };
            default:
                throw new AwsException(
                    "UnknownOperationException",
                    $"{call.Operation} is not among what this machine's ECR does: DescribeRepositories, ListImages. Images are neither pushed nor run here."
                );
        }
    }

    private Task RequireAsync(JsonCall call, string name, CancellationToken cancel) =>
        authorizer.RequireAsync(
            call.Caller,
            new(
                $"ecr:{call.Operation}",
                $"arn:aws:ecr:{deployment.Current.Region}:{deployment.Current.Account}:repository/{name}",
                Owner: deployment.Current.Find(Type, name)
            ),
            cancel
        );

    private Resource Required(string name) =>
        deployment.Current.Find(Type, name)
        ?? throw new AwsException(
            "RepositoryNotFoundException",
            $"The repository with name '{name}' does not exist in the registry with id '{deployment.Current.Account}'"
        );

    private JsonObject Told(Resource repository) =>
        new()
        {
            ["repositoryName"] = repository.Name,
            ["repositoryArn"] = repository.Arn,
            ["registryId"] = deployment.Current.Account,
            ["repositoryUri"] = repository.Attributes.GetValueOrDefault("RepositoryUri"),
            ["imageTagMutability"] = repository.Text("ImageTagMutability") ?? "MUTABLE",
        };
}

/// <summary>Composition.</summary>
public static class ImagesServices
{
    /// <summary>Adds ECR.</summary>
    public static IServiceCollection AddEcr(this IServiceCollection services) => services.AddSingleton<IJsonService, RegistryService>();
}
