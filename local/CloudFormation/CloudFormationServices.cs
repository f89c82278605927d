using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.CloudFormation;

/// <summary>AWS CloudFormation.</summary>
internal sealed class CloudFormationService(IEnumerable<ICloudFormationOperations> parts, IRequestAuthenticator authenticator)
    : QueryService("cloudformation", "http://cloudformation.amazonaws.com/doc/2010-05-15/", parts, authenticator);

/// <summary>Operations of CloudFormation.</summary>
internal interface ICloudFormationOperations : IQueryOperations;

/// <summary>Composition.</summary>
public static class CloudFormationServices
{
    /// <summary>Adds CloudFormation. It takes the deployment and the ground from the other parts.</summary>
    public static IServiceCollection AddCloudFormation(this IServiceCollection services) =>
        services
            .AddSingleton(s => s.GetRequiredService<Deployer>().Engine)
            .AddSingleton<HandlerAccess>()
            .AddSingleton<Making>()
            .AddSingleton<Rollbacks>()
            .AddSingleton<StackUpdates>()
            .AddSingleton<StackDeletions>()
            .AddSingleton<NewStacks>()
            .AddSingleton<OperationRunner>()
            .AddHostedService(s => s.GetRequiredService<OperationRunner>())
            .AddSingleton<StackAccess>()
            .AddSingleton<RequestReader>()
            .AddSingleton<Honesty>()
            .AddSingleton<ICloudFormationOperations, StackOperations>()
            .AddSingleton<ICloudFormationOperations, ChangeSetOperations>()
            .AddSingleton<ICloudFormationOperations, DescribeOperations>()
            .AddSingleton<ICloudFormationOperations, DriftOperations>()
            .AddSingleton<IHttpService, CloudFormationService>()
            .AddSingleton<IJsonService, CloudControlService>();
}
