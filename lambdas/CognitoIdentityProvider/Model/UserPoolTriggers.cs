namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>The lambda config.</summary>
public class LambdaConfigType
{
    public string? PreSignUp { get; set; }
    public string? CustomMessage { get; set; }
    public string? PostConfirmation { get; set; }
    public string? PreAuthentication { get; set; }
    public string? PostAuthentication { get; set; }
    public string? DefineAuthChallenge { get; set; }
    public string? CreateAuthChallenge { get; set; }
    public string? VerifyAuthChallengeResponse { get; set; }
    public string? PreTokenGeneration { get; set; }
    public string? UserMigration { get; set; }
    public PreTokenGenerationVersionConfigType? PreTokenGenerationConfig { get; set; }
    public CustomSMSLambdaVersionConfigType? CustomSMSSender { get; set; }
    public CustomEmailLambdaVersionConfigType? CustomEmailSender { get; set; }
    public string? KMSKeyID { get; set; }
    public InboundFederationLambdaType? InboundFederation { get; set; }
}

/// <summary>The pre token generation version config.</summary>
public class PreTokenGenerationVersionConfigType
{
    public PreTokenGenerationLambdaVersionType? LambdaVersion { get; set; }
    public string? LambdaArn { get; set; }
}

/// <summary>The custom smslambda version config.</summary>
public class CustomSMSLambdaVersionConfigType
{
    public CustomSMSSenderLambdaVersionType? LambdaVersion { get; set; }
    public string? LambdaArn { get; set; }
}

/// <summary>The custom email lambda version config.</summary>
public class CustomEmailLambdaVersionConfigType
{
    public CustomEmailSenderLambdaVersionType? LambdaVersion { get; set; }
    public string? LambdaArn { get; set; }
}

/// <summary>The inbound federation lambda.</summary>
public class InboundFederationLambdaType
{
    public InboundFederationLambdaVersionType? LambdaVersion { get; set; }
    public string? LambdaArn { get; set; }
}
