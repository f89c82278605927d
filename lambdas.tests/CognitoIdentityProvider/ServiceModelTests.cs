using System.Net;
using System.Reflection;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;

namespace CognitoStack.Lambda.Tests.CognitoIdentityProvider;

/// <summary>The client has of AWS's service model what its operations need, and nothing else.</summary>
public sealed class ServiceModelTests
{
    private static readonly Type[] Types = typeof(AmazonCognitoIdentityProviderClient).Assembly.GetExportedTypes();

    public static TheoryData<Type> Structures => [.. Types.Where(type => type.Namespace == typeof(UserType).Namespace && !IsError(type))];

    public static TheoryData<Type> Enumerations => [.. Types.Where(type => type.BaseType == typeof(ConstantClass))];

    public static TheoryData<Type> Errors => [.. Types.Where(IsError)];

    public static TheoryData<string> Operations => [.. NativeClient.Operations.All.Keys];

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_structure_has_the_members_of_AWSs_with_their_types(Type structure)
    {
        // An operation without an output has a response here that is empty.
        var model =
            ServiceModel.Structures.GetValueOrDefault(structure.Name)
            ?? (
                structure.BaseType == typeof(AmazonWebServiceResponse)
                && NativeClient.Operations.All.ContainsKey(structure.Name[..^"Response".Length])
                    ? new Dictionary<string, string>()
                    : throw new InvalidOperationException($"AWS's model has no {structure.Name}.")
            );

        Assert.Equal(
            model.Select(member => $"{Capitalized(member.Key)}: {member.Value}").Order(StringComparer.Ordinal),
            OwnProperties(structure).Select(member => $"{member.Name}: {InModel(member.PropertyType)}").Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void An_enumeration_has_the_values_of_AWSs(Type enumeration)
    {
        var constants = enumeration
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => ((ConstantClass)field.GetValue(null)!).Value, field => field.Name);

        Assert.Equal(
            ServiceModel.Enumerations[enumeration.Name].Order(StringComparer.Ordinal),
            constants.Keys.Order(StringComparer.Ordinal)
        );
        // As AWS's own package for .NET names them.
        Assert.All(constants, constant => Assert.Equal(Capitalized(constant.Key), constant.Value));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_has_the_members_of_AWSs_and_can_be_made_as_AWSs(Type error)
    {
        Assert.Equal(
            ServiceModel.Errors[error.Name].Select(member => $"{Capitalized(member.Key)}: {member.Value}"),
            OwnProperties(error).Select(member => $"{member.Name}: {InModel(member.PropertyType)}")
        );

        var cause = new InvalidOperationException("the cause");
        var made = (AmazonServiceException)Activator.CreateInstance(error, cause)!;
        Assert.Equal(("the cause", cause), (made.Message, made.InnerException));
        var answered = (AmazonServiceException)
            Activator.CreateInstance(error, "text", cause, ErrorType.Sender, "code", "id", HttpStatusCode.BadRequest)!;
        Assert.Equal(
            ("text", cause, ErrorType.Sender, "code", "id", HttpStatusCode.BadRequest),
            (answered.Message, answered.InnerException, answered.ErrorType, answered.ErrorCode, answered.RequestId, answered.StatusCode)
        );
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_errors_of_an_operation_are_exceptions_here(string operation)
    {
        var errors = ServiceModel.ErrorsOf(operation).ToList();

        Assert.NotEmpty(errors);
        Assert.Empty(errors.Except(ErrorsTests.Names));
    }

    private static bool IsError(Type type) => type.BaseType == typeof(AmazonCognitoIdentityProviderException);

    private static PropertyInfo[] OwnProperties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A type in the model's words.</summary>
    private static string InModel(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return $"{InModel(type.GetGenericArguments()[0])}[]";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return $"Record<{InModel(type.GetGenericArguments()[0])}, {InModel(type.GetGenericArguments()[1])}>";
        return (Nullable.GetUnderlyingType(type) ?? type).Name switch
        {
            nameof(String) => "string",
            nameof(Int32) => "number",
            nameof(Boolean) => "boolean",
            nameof(DateTime) => "Date",
            var name => name,
        };
    }
}
