"""Pictures of an agreement, as values: where each line and box goes. Templates only draw them. Pure."""
