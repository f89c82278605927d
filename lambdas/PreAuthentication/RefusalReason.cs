namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>Why a sign-in was refused: for the operator's log, never for the user.</summary>
public enum RefusalReason
{
    /// <summary>The domain, or one above it, is in the deny list.</summary>
    EmailDomainDenied,

    /// <summary>There is an allow list, and the domain is not in it.</summary>
    EmailDomainNotAllowed,

    /// <summary>There is a list, and the e-mail attribute is no clean address.</summary>
    EmailMalformed,

    /// <summary>There is an allow list, and the user has no e-mail address.</summary>
    EmailMissing,

    /// <summary>The e-mail address is not verified, and has to be.</summary>
    EmailNotVerified,
}
