namespace Reverie.Environments.Registration;

/// <summary>Which environments a wrapper's class can stand before.</summary>
internal static class GenericFit
{
    /// <summary>The class with its type arguments filled in from an environment's own types.</summary>
    /// <returns>Null if it does not fit.</returns>
    public static Type? Close(Type wrapper, Type environment)
    {
        var own = Arguments(environment);
        var wanted = Beneath(wrapper);
        if (own.Length != wanted.Length)
            return null;
        var filled = new Dictionary<Type, Type>();
        for (int i = 0; i < own.Length; i++)
        {
            if (wanted[i].IsGenericParameter)
                filled.TryAdd(wanted[i], own[i]);
            if ((wanted[i].IsGenericParameter ? filled[wanted[i]] : wanted[i]) != own[i])
                return null;
        }
        return wrapper.IsGenericTypeDefinition ? wrapper.MakeGenericType([.. wrapper.GetGenericArguments().Select(parameter => filled[parameter])]) : wrapper;
    }

    /// <summary>The types of observation and action that a wrapper's constructor wants beneath; none if it is no wrapper.</summary>
    public static Type[] Beneath(Type wrapper) => wrapper.GetConstructors().Select(constructor => constructor.GetParameters().FirstOrDefault())
        .Select(first => first is null ? [] : Arguments(first.ParameterType)).FirstOrDefault(arguments => arguments.Length > 0) ?? [];

    private static Type[] Arguments(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.IsGenericType && one.GetGenericTypeDefinition() == typeof(Environment<,>))
                return one.GetGenericArguments();
        }
        return [];
    }
}
