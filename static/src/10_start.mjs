// Says that script runs, then starts the packages' components.
document.documentElement.classList.add("js-enabled");
document.body.classList.add("js-enabled", "govuk-frontend-supported");

govuk.createAll(govuk.Button);
govuk.createAll(govuk.CharacterCount);
govuk.createAll(govuk.Checkboxes);
govuk.createAll(govuk.ErrorSummary);
govuk.createAll(govuk.NotificationBanner);
govuk.createAll(govuk.PasswordInput);
govuk.createAll(govuk.ServiceNavigation);
govuk.createAll(govuk.SkipLink);
