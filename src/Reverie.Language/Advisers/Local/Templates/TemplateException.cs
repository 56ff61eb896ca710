namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>A template holds something that is not known here, or says itself that it cannot tell this conversation.</summary>
internal sealed class TemplateException(string message) : Exception(message);
